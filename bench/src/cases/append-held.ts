import type { BenchContext } from '../case.ts';
import { withHeldTransaction } from '../measure/held-transaction.ts';
import { inTurns } from '../measure/in-turns.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { rate } from '../measure/run.ts';
import { settled } from '../measure/settled.ts';
import type { Timing } from '../measure/timing.ts';
import { formatRate } from '../report/numbers.ts';
import { engineAppend } from './append-contenders.ts';

/** Long enough for what a held transaction ruins to show: updated rows have lost half their speed by then. */
export const heldTiming: Timing = { warmupSeconds: 1, seconds: 10, rounds: 3 };

/** The same append in quiet and while a transaction is held open; every run has topics of its own. */
export async function appendWhileHeld(context: BenchContext): Promise<readonly Result[]> {
  const options = { size: 1_000, callers: 4, timing: heldTiming };
  const quiet = engineAppend(context, { ...options, name: 'Millrace, calls of 1,000, quiet' });
  const held = engineAppend(context, {
    ...options,
    name: 'Millrace, calls of 1,000, a transaction held open',
    during: (measure) => withHeldTransaction(context, measure),
  });
  const runs = await inTurns(
    [quiet, held].map((contender) => settled(context.postgres, contender)),
    heldTiming.rounds,
    (name, run) => context.progress(`${name}: ${formatRate(rate(run))} records/s`),
  );
  const quietResult = resultOf(quiet.name, runs.get(quiet.name) ?? []);
  return [quietResult, resultOf(held.name, runs.get(held.name) ?? [], { to: quietResult, minRatio: 0.9 })];
}
