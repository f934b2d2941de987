import { parseArgs } from 'node:util';

export interface Options {
  /** The 20,000 flights instead of the 3,000,000. */
  readonly small: boolean;
  /** Delete the topic's records of an earlier run without asking. */
  readonly recreate: boolean;
  readonly topic: string;
  /** Also open a subscriber that stops reading, and say what becomes of it. */
  readonly stalledSubscriber: boolean;
}

export const usage = `Usage: npm run demo -- [--small] [--recreate] [--topic NAME] [--stalled-subscriber]

Produces three million flights through GraphQL and reads them back by subscription while they arrive.

  --small               20,000 flights
  --recreate            delete the topic of an earlier run without asking
  --topic NAME          default: flights
  --stalled-subscriber  also open a subscriber that stops reading, and say what becomes of it`;

/** Null when the command line asks for something that there is not. */
export function parseOptions(parameters: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        small: { type: 'boolean', default: false },
        recreate: { type: 'boolean', default: false },
        topic: { type: 'string', default: 'flights' },
        'stalled-subscriber': { type: 'boolean', default: false },
      },
    });
    const { small, recreate, topic, 'stalled-subscriber': stalledSubscriber } = values;
    return { small, recreate, topic, stalledSubscriber };
  } catch {
    return null;
  }
}
