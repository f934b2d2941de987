import { MillraceError } from '@millrace/core';
import { type LimitSettings, parseLimits } from './limit-settings.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What the environment says; defaults are safe. */
export interface ApiSettings {
  /** MILLRACE_API_HOST. Nothing is authenticated yet: anything but loopback needs MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED. */
  readonly host: string;
  /** MILLRACE_API_PORT; 0 for any free one. */
  readonly port: number;
  /** MILLRACE_CONSOLE_ORIGIN, separated by commas: the browsers' pages that may call. */
  readonly consoleOrigins: readonly string[];
  /** DATABASE_URL. */
  readonly databaseUrl: string;
  /** MILLRACE_DATABASE_DIRECT_URL: the same database without a pooler between. */
  readonly databaseDirectUrl: string | undefined;
  /** MILLRACE_LOG_LEVEL. */
  readonly logLevel: LogLevel;
  /** MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED=true: whoever reaches the address may read, write and delete everything. */
  readonly insecureAllowUnauthenticated: boolean;
  /** MILLRACE_LIMITS: over those that the engine and the API come with. */
  readonly limits: LimitSettings;
}

const logLevels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'] satisfies LogLevel[];

type Environment = { readonly [name: string]: string | undefined };

/** Reads and checks the environment once. INVALID_SETTINGS names the variable and says what it takes. */
export function readSettings(env: Environment): ApiSettings {
  const host = env.MILLRACE_API_HOST || '127.0.0.1';
  const insecureAllowUnauthenticated = flag(env, 'MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED');
  if (!isLoopback(host) && !insecureAllowUnauthenticated) {
    throw invalid(
      `MILLRACE_API_HOST is ${host}, which others can reach, and nothing is authenticated yet: they could read, write and delete ` +
        'everything. Listen on 127.0.0.1, or set MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED=true if that is what you want.',
    );
  }
  const databaseUrl = env.DATABASE_URL;
  if (!databaseUrl) {
    throw invalid(
      'DATABASE_URL is not set: postgresql://user:password@host:port/database. `npm start` brings a Postgres of its own.',
    );
  }
  return {
    host,
    port: port(env.MILLRACE_API_PORT || '4000'),
    consoleOrigins: origins(env.MILLRACE_CONSOLE_ORIGIN || 'http://127.0.0.1:3000,http://localhost:3000'),
    databaseUrl,
    databaseDirectUrl: env.MILLRACE_DATABASE_DIRECT_URL || undefined,
    logLevel: logLevel(env.MILLRACE_LOG_LEVEL || 'info'),
    insecureAllowUnauthenticated,
    limits: parseLimits(env.MILLRACE_LIMITS),
  };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw invalid(`MILLRACE_API_PORT is a port from 0 to 65535, not "${text}".`);
}

function origins(text: string): string[] {
  return text.split(',').map((entry) => {
    const given = entry.trim();
    try {
      const { origin } = new URL(given);
      if (origin === given.replace(/\/$/, '')) return origin;
    } catch {
      // Said below.
    }
    throw invalid(
      `MILLRACE_CONSOLE_ORIGIN is origins separated by commas, like http://localhost:3000, not "${given}".`,
    );
  });
}

function logLevel(text: string): LogLevel {
  if (logLevels.includes(text)) return text as LogLevel;
  throw invalid(`MILLRACE_LOG_LEVEL is one of ${logLevels.join(', ')}, not "${text}".`);
}

function flag(env: Environment, name: string): boolean {
  const text = env[name] || 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(`${name} is true or false, not "${text}".`);
}

function invalid(message: string): MillraceError {
  return new MillraceError('INVALID_SETTINGS', message);
}
