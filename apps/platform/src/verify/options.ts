import { parseArgs } from 'node:util';

export interface Options {
  /** One JSON document instead of text. */
  readonly json: boolean;
  /** Only these; none: all. */
  readonly topics: readonly string[];
}

export const usage = `Usage: npm run verify -- [--topic NAME]… [--json]

Looks whether the log agrees with itself: offsets, checksums, the catalogue against the tables, committed offsets, producers, the
outbox, tables of state. It changes nothing, and it may run beside the platform: that of MILLRACE_DATA_DIRECTORY (else of this clone), or the database of
DATABASE_URL.

  --topic NAME  only this topic, and nothing of what belongs to none; may be given several times
  --json        one JSON document (npm run --silent verify -- --json keeps npm's own lines away)

Ends with 0 when there is nothing to find, 1 when there are findings, 2 when it could not look, 130 when it
was interrupted.`;

/** Null when the command line asks for something that there is not. */
export function parseOptions(parameters: readonly string[]): Options | 'HELP' | null {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        json: { type: 'boolean', default: false },
        topic: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values.help ? 'HELP' : { json: values.json, topics: values.topic };
  } catch {
    return null;
  }
}
