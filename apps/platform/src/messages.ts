import { join, relative } from 'node:path';
import type { RunningPlatform } from './running-platform.ts';

/** A path as one would type it here. */
function typed(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere || '.';
}

function rows(table: readonly (readonly [string, string])[]): string {
  const width = Math.max(...table.map(([name]) => name.length));
  return table.map(([name, text]) => `  ${name.padEnd(width)}   ${text}`).join('\n');
}

const addressRows = (running: RunningPlatform): (readonly [string, string])[] => [
  ...(running.consoleUrl ? [['Console', running.consoleUrl] as const] : []),
  ['GraphQL', running.graphqlUrl],
  ['psql', `psql "$(cat ${typed(join(running.dataDirectory, 'database-url'))})"`],
];

/** What a start prints when it is done. */
export function readyText(
  platform: RunningPlatform & { readonly postgresDirectory: string | null },
  options: { readonly seconds: number; readonly dev: boolean },
): string {
  const table = [
    ...addressRows(platform),
    ['Data', typed(platform.postgresDirectory ?? platform.dataDirectory)] as const,
    ...(platform.postgresDirectory ? [] : [['Postgres', 'that of DATABASE_URL'] as const]),
    ...(options.dev ? [] : [['Logs', typed(join(platform.dataDirectory, 'log'))] as const]),
  ];
  return `
Millrace is ready (${options.seconds.toFixed(1)} s).

${rows(table)}

It listens on 127.0.0.1 only. Nothing is authenticated: whoever is on this machine can read and write everything.
Ctrl-C stops it.
`;
}

/** What a second start says instead of touching anything. */
export function alreadyRunningText(running: RunningPlatform): string {
  const since = new Date(running.startedAt).toLocaleString('sv-SE');
  return `Millrace is already running on ${typed(running.dataDirectory)}, as process ${running.processId} since ${since}.

${rows(addressRows(running))}

Stop it with Ctrl-C where it was started, or: kill ${running.processId}
Another one beside it needs MILLRACE_DATA_DIRECTORY, MILLRACE_API_PORT and MILLRACE_CONSOLE_PORT of its own.`;
}
