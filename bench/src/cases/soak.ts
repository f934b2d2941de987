import type { Engine } from '@millrace/engine';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { withHeldTransaction } from '../measure/held-transaction.ts';
import { inTurns } from '../measure/in-turns.ts';
import { resultOf } from '../measure/result.ts';
import { settled } from '../measure/settled.ts';
import { formatRate } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { nothingToDrop } from '../soak/disk.ts';
import { type HalfLoad, halfLoadResults, runHalfLoad } from '../soak/half-load.ts';
import { Traffic } from '../soak/traffic.ts';

const partitionCount = 6;
/** A machine that others share is not the same from one minute to the next: several short rounds in turns tell more than two long ones. */
const fullRounds = 4;

/** A segment every ten seconds, of which three stay; of a short run more often, so that some leave in it at all. */
function retention({ minutes }: Pick<BenchContext, 'minutes'>) {
  const segmentMs = Math.min(10_000, Math.max(1_000, Math.round(minutes * 3_000)));
  return { segmentMs, retentionMs: 3 * segmentMs };
}

/** A topic that loses a segment every ten seconds, with producers and a group on it. */
function withTraffic<T>(
  context: BenchContext,
  work: (traffic: Traffic, engine: Engine, topics: readonly string[]) => Promise<T>,
): Promise<T> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { count: 2, partitionCount, config: retention(context) }, async (topics) => {
      await engine.topics.update({ name: topics[1] as string, config: { cleanupPolicy: 'COMPACT' } });
      const traffic = new Traffic(context, engine, topics[0] as string);
      try {
        return await work(traffic, engine, topics);
      } finally {
        await traffic.close();
      }
    }),
  );
}

function fullLoad(context: BenchContext, name: string, seconds: number, held: boolean) {
  const measure = async () => {
    const rate = await withTraffic(context, async (traffic) => {
      const full = () => traffic.full(seconds / 4, seconds);
      const rate = await (held ? withHeldTransaction(context, full) : full());
      await traffic.drain();
      return rate;
    });
    return { records: rate * seconds, seconds, p50Ms: null, p99Ms: null };
  };
  return settled(context.postgres, { name, run: measure });
}

async function run(context: BenchContext): Promise<CaseReport> {
  const { segmentMs, retentionMs } = retention(context);
  const seconds = context.minutes * 60;
  const fullSeconds = Math.min(60, Math.max(5, seconds / 5));
  const peak = fullLoad(context, 'peak of producing and consuming', fullSeconds / 2, false);
  context.progress('the peak');
  const peakRun = await peak.run();
  const half = peakRun.records / peakRun.seconds / 2;
  context.progress(`half of it, ${formatRate(half)} records/s, for ${context.minutes} minutes`);
  const atHalf = (held: boolean): Promise<HalfLoad> =>
    withTraffic(context, async (traffic, engine, topics) => {
      const client = await context.postgres.connect();
      await nothingToDrop(client).finally(() => client.end());
      const work = () => runHalfLoad(context, { engine, traffic, topics, recordsPerSecond: half, seconds });
      return held ? withHeldTransaction(context, work) : work();
    });
  const quiet = await atHalf(false);
  context.progress('the same, a transaction held open');
  const held = await atHalf(true);
  const quietName = 'full load, quiet';
  const heldName = 'full load, a transaction held open';
  const runs = await inTurns(
    [fullLoad(context, quietName, fullSeconds, false), fullLoad(context, heldName, fullSeconds, true)],
    fullRounds,
    (name, { records, seconds: took }) => context.progress(`${name}: ${formatRate(records / took)} records/s`),
  );
  const fullQuiet = resultOf(quietName, runs.get(quietName) ?? []);
  return {
    results: [
      resultOf(peak.name, [peakRun]),
      ...halfLoadResults('half of it', quiet),
      ...halfLoadResults('half of it, a transaction held open', held, quiet),
      fullQuiet,
      resultOf(heldName, runs.get(heldName) ?? [], { to: fullQuiet, minRatio: 0.9 }),
    ],
    notes: [
      `${context.minutes} minutes at half of the peak that this run measured, in quiet and once more while another session holds a transaction open that has read every segment; full load: ${fullRounds} rounds of ${Math.round(fullSeconds)} s in turns.`,
      `One topic of ${partitionCount} partitions, calls of 100 records, a group with one member that commits every batch; segments are rolled after ${segmentMs / 1_000} s and leave the log ${retentionMs / 1_000} s after their newest record. At half of the peak a tenth of the calls goes to a second topic, of 100,000 keys, which is compacted. Producers, the group and the engine are one process.`,
      'Acknowledged: from when a call was due to its acknowledgement. Delivered: 100 records a second of their own, from when they were due to their arrival at the member. "During drops and compaction": from 0.25 s before a segment leaves the log to 1.75 s behind it, and whenever a node drops, freezes or compacts.',
      'Disk: the database without its write-ahead log, by keys and values of the records that can be read, in 95 of 100 looks from the second minute on, a second apart.',
    ],
  };
}

export const soak: BenchCase = { name: 'soak', title: 'Soak', run };
