import type { BenchContext } from '../case.ts';
import { withHeldTransaction } from '../measure/held-transaction.ts';
import { inTurns } from '../measure/in-turns.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { rate } from '../measure/run.ts';
import { formatRate } from '../report/numbers.ts';
import { contenders } from './contenders.ts';
import { drain } from './drain.ts';
import { withBacklog } from './throughput.ts';

const rounds = 3;

/** The windowed aggregate in quiet, and while another session holds a transaction open that has read all tables. */
export async function measureHeld(context: BenchContext): Promise<readonly Result[]> {
  const aggregate = contenders.find(({ name }) => name.startsWith('hourly'));
  if (!aggregate) throw new Error('There is no aggregate to measure.');
  return withBacklog(context, async (engine, topics) => {
    const run = () => drain(engine, (app) => aggregate.define(app, topics), aggregate.records);
    const quiet = { name: 'hourly windows, quiet', run };
    const held = { name: 'hourly windows, a transaction held open', run: () => withHeldTransaction(context, run) };
    const runs = await inTurns([quiet, held], rounds, (name, each) =>
      context.progress(`${name}: ${formatRate(rate(each))} records/s`),
    );
    const quietResult = resultOf(quiet.name, runs.get(quiet.name) ?? []);
    return [quietResult, resultOf(held.name, runs.get(held.name) ?? [], { to: quietResult, minRatio: 0.85 })];
  });
}
