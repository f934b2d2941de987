// The command line of npm start and npm run dev. Plain JavaScript with nothing but Node: it is read before anything is installed.

export const usage = `Usage: npm start
       npm run dev

Starts Postgres, the API and the console on this machine, and runs them until Ctrl-C; what is missing or stale is installed and built first.
npm run dev loads again what is edited.

Settings are variables of the environment (npm start takes no arguments but --help):

  DATABASE_URL                  another Postgres than the embedded one: postgresql://user:password@host:port/database
  MILLRACE_DATABASE_DIRECT_URL  the same database without a pooler between; default: DATABASE_URL
  MILLRACE_API_PORT             where the API listens on 127.0.0.1; default: 4000
  MILLRACE_CONSOLE_PORT         the same for the console; default: 3000
  MILLRACE_POSTGRES_PORT        the same for the embedded Postgres; default: that of the last start, else the first free from 54320 on
  MILLRACE_DATA_DIRECTORY       the embedded Postgres and what it needs; default: .millrace
  MILLRACE_LOG_LEVEL            of the API's JSON logs; default: info
  MILLRACE_LIMITS               limits as JSON, see docs/operations.md: {"sessionTimeoutMs": 30000}`;

/**
 * What is asked for: 'HELP', whether to reload what is edited, or the first argument that there is not.
 *
 * @param {readonly string[]} args
 * @returns {'HELP' | { dev: boolean } | { unknown: string }}
 */
export function parseOptions(args) {
  if (args.includes('--help') || args.includes('-h')) return 'HELP';
  const unknown = args.find((argument) => argument !== '--dev');
  return unknown === undefined ? { dev: args.includes('--dev') } : { unknown };
}
