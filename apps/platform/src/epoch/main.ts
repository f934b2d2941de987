import { isMillraceError } from '@millrace/core';
import { type Database, openDatabase } from '@millrace/database';
import { describeLogEpoch, raiseLogEpochByHand } from '@millrace/engine';
import { parseSettings } from '../settings.ts';
import { interruptionSignal } from '../stop-signals.ts';
import { openTarget } from '../verify/target.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { descriptionText, nodesText } from './texts.ts';

const exitCode = { done: 0, refused: 1, couldNotLook: 2, interrupted: 130 } as const;

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

async function raise(database: Database, { force }: Options): Promise<number> {
  const before = await describeLogEpoch(database);
  if (before.liveNodes.length > 0) {
    say(`${before.liveNodes.length === 1 ? 'A node lives' : `${before.liveNodes.length} nodes live`}:`);
    for (const line of nodesText(before)) say(line);
    if (!force) {
      say(
        'Nothing was done. Stop them first: what they append before the epoch rises counts for the log that was lost. (A node that was killed, or was copied with the server, counts as living for 9 s.) --force raises it all the same.',
      );
      return exitCode.refused;
    }
  }
  const epoch = await raiseLogEpochByHand(database, 'by hand');
  print(`The log epoch is ${epoch} now, and was ${before.epoch}.`);
  print('Offsets that were remembered before, and lie behind where their partitions end now, are out of range.');
  return exitCode.done;
}

async function work(options: Options, interruption: AbortSignal): Promise<number> {
  const target = await openTarget(parseSettings(process.env), say);
  try {
    interruption.throwIfAborted();
    const database = await openDatabase({ url: target.url, applicationName: 'millrace epoch', maxConnections: 1 });
    try {
      interruption.throwIfAborted();
      if (options.command === 'RAISE') return await raise(database, options);
      print(descriptionText(await describeLogEpoch(database)));
      return exitCode.done;
    } finally {
      await database.close();
    }
  } finally {
    await target.release();
  }
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'HELP') print(usage);
  else if (!options) say(usage);
  if (!options || options === 'HELP') return options ? exitCode.done : exitCode.couldNotLook;
  const interruption = interruptionSignal();
  try {
    return await work(options, interruption);
  } catch (error) {
    if (error === interruption.reason) {
      say('Interrupted. Nothing was done.');
      return exitCode.interrupted;
    }
    say(isMillraceError(error) ? error.message : String((error as Error)?.stack ?? error));
    return exitCode.couldNotLook;
  }
}

process.exitCode = await main();
