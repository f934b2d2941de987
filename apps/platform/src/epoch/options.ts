import { parseArgs } from 'node:util';

export interface Options {
  readonly command: 'SHOW' | 'RAISE';
  /** Also while nodes live. */
  readonly force: boolean;
}

export const usage = `Usage: npm run epoch [-- raise [--force]]

Shows the log's epoch, or raises it: that of the platform of MILLRACE_DATA_DIRECTORY (else of this clone), or of the database of
DATABASE_URL.

A restore and a failover raise it by themselves. Raise it by hand when files of the server were put back (a copy of its data directory,
a snapshot of its disk or machine): that looks like the server that was there before, so nobody can see it. See docs/operations.md.

  raise    what readers and groups remember of the log that was lost is out of range from then on
  --force  although nodes live

Ends with 0 when it is done, 1 when nodes live, 2 when it could not look, 130 when it was interrupted.`;

/** Null when the command line asks for something that there is not. */
export function parseOptions(parameters: readonly string[]): Options | 'HELP' | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { force: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (values.help) return 'HELP';
    const [command = 'show', ...more] = positionals;
    if (more.length > 0 || (command !== 'show' && command !== 'raise')) return null;
    if (values.force && command !== 'raise') return null;
    return { command: command === 'show' ? 'SHOW' : 'RAISE', force: values.force };
  } catch {
    return null;
  }
}
