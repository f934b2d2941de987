import { fileURLToPath } from 'node:url';
import { MillraceError } from '@millrace/core';

/** What the platform reads from the environment, once. Ports are TCP ports of 127.0.0.1; 0 takes any free one. */
export interface PlatformSettings {
  /** MILLRACE_DATA_DIRECTORY: database, logs, and what says that the platform runs. Default `.millrace` of the repository. */
  readonly dataDirectory: string;
  /** MILLRACE_API_PORT. Default 4000. */
  readonly apiPort: number;
  /** MILLRACE_CONSOLE_PORT. Default 3000. */
  readonly consolePort: number;
  /** MILLRACE_POSTGRES_PORT. Default: the one of the last start, else the first free from 54320 on. */
  readonly postgresPort: number | undefined;
  /** DATABASE_URL: a Postgres of one's own instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** MILLRACE_DATABASE_DIRECT_URL: the same database without the pooler that DATABASE_URL is. */
  readonly databaseDirectUrl: string | undefined;
}

/** The repository's root, from src as from dist. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

type Environment = Readonly<Record<string, string | undefined>>;

function port(environment: Environment, name: string): number | undefined {
  const text = environment[name]?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new MillraceError('INVALID_SETTINGS', `${name} is "${text}", and a port is a whole number from 0 to 65535.`);
}

function postgresUrl(environment: Environment, name: string, without: string): string | undefined {
  const text = environment[name]?.trim();
  if (!text) return undefined;
  if (/^postgres(ql)?:\/\/./.test(text)) return text;
  throw new MillraceError(
    'INVALID_SETTINGS',
    `${name} is not a Postgres URL. Write postgresql://user:password@host:5432/database, or unset it ${without}.`,
  );
}

/** INVALID_SETTINGS, naming the variable. */
export function parseSettings(environment: Environment): PlatformSettings {
  const settings: PlatformSettings = {
    dataDirectory: environment.MILLRACE_DATA_DIRECTORY?.trim() || `${repositoryRoot}/.millrace`,
    apiPort: port(environment, 'MILLRACE_API_PORT') ?? 4000,
    consolePort: port(environment, 'MILLRACE_CONSOLE_PORT') ?? 3000,
    postgresPort: port(environment, 'MILLRACE_POSTGRES_PORT') || undefined,
    databaseUrl: postgresUrl(environment, 'DATABASE_URL', 'for the embedded Postgres'),
    databaseDirectUrl: postgresUrl(environment, 'MILLRACE_DATABASE_DIRECT_URL', 'where DATABASE_URL is no pooler'),
  };
  if (settings.databaseDirectUrl !== undefined && settings.databaseUrl === undefined) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      'MILLRACE_DATABASE_DIRECT_URL is set without DATABASE_URL: set that to the pooler before the same database, or to the server itself and unset this one.',
    );
  }
  const { apiPort, consolePort, postgresPort } = settings;
  for (const [name, value, other, otherValue] of [
    ['MILLRACE_CONSOLE_PORT', consolePort, 'MILLRACE_API_PORT', apiPort],
    ['MILLRACE_POSTGRES_PORT', postgresPort, 'MILLRACE_API_PORT', apiPort],
    ['MILLRACE_POSTGRES_PORT', postgresPort, 'MILLRACE_CONSOLE_PORT', consolePort],
  ] as const) {
    if (value && value === otherValue) {
      throw new MillraceError('INVALID_SETTINGS', `${name} and ${other} are both ${value}: change one of them.`);
    }
  }
  return settings;
}
