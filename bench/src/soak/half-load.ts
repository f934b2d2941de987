import type { Engine } from '@millrace/engine';
import type pg from 'pg';
import type { BenchContext } from '../case.ts';
import type { Goal, Result } from '../measure/result.ts';
import { formatMs, formatRatio } from '../report/numbers.ts';
import { Background } from './background.ts';
import { Disk, type DiskFigures } from './disk.ts';
import { percentile, type Timeline, type Window, within } from './timeline.ts';
import type { Traffic } from './traffic.ts';

const maxGrowth = 1.3;
const maxDisturbance = 2;
const maxDiskRatio = 1.3;
const minRate = 0.9;

/** What a run at half of the peak gave. */
export interface HalfLoad {
  readonly recordsPerSecond: number;
  readonly traffic: Traffic;
  readonly whole: Window;
  /** The second minute and the last one; of a short run its second and last thirds. */
  readonly early: Window;
  readonly late: Window;
  readonly busy: (at: number) => boolean;
  readonly drops: number;
  /** Records that compaction took away. */
  readonly compacted: number;
  readonly disk: DiskFigures;
}

/** Runs producers and the group at a fixed rate, and looks at disk and background work meanwhile. */
export async function runHalfLoad(
  context: BenchContext,
  options: {
    readonly engine: Engine;
    readonly traffic: Traffic;
    /** The first is read by the group, the second one compacted. */
    readonly topics: readonly string[];
    readonly recordsPerSecond: number;
    readonly seconds: number;
  },
): Promise<HalfLoad> {
  const { engine, traffic, topics, recordsPerSecond, seconds } = options;
  const clients = [await context.postgres.connect(), await context.postgres.connect()] as const;
  try {
    const background = new Background(clients[0]);
    const disk = await Disk.open(clients[1], () => readable(engine, topics, clients[1]));
    background.start();
    const sliceMs = seconds >= 180 ? 60_000 : (seconds * 1_000) / 3;
    const from = performance.now();
    const whole = { from, to: from + seconds * 1_000 };
    const watching = setTimeout(() => disk.start(), sliceMs);
    const records = await traffic
      .paced(recordsPerSecond, seconds, topics[1] as string)
      .finally(() => clearTimeout(watching));
    await background.stop();
    const figures = await disk.stop();
    const compacted = await removedRecords(clients[1], topics);
    await traffic.drain();
    return {
      recordsPerSecond: records / seconds,
      traffic,
      whole,
      early: { from: from + sliceMs, to: from + 2 * sliceMs },
      late: { from: whole.to - sliceMs, to: whole.to },
      busy: background.busyBetween(whole),
      drops: background.drops,
      compacted,
      disk: figures,
    };
  } finally {
    for (const client of clients) await client.end();
  }
}

/** Records that compaction has taken out of the topics' segments. */
async function removedRecords(client: pg.Client, topics: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ removed: string }>(
    `select coalesce(sum(s.removed_records), 0) as removed
     from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = any ($1)`,
    [topics],
  );
  return Number(rows[0]?.removed);
}

/** Records that can be read: those between the starts and the ends of the topics' logs that were not compacted away. */
async function readable(engine: Engine, topics: readonly string[], client: pg.Client): Promise<number> {
  const bounds = (await Promise.all(topics.map((topic) => engine.topics.bounds(topic)))).flat();
  const offsets = bounds.reduce((sum, { logStartOffset, endOffset }) => sum + endOffset - logStartOffset, 0);
  return offsets - (await removedRecords(client, topics));
}

/** Whether a p99 is at most so many times another one; both are said. */
function atMost(what: string, value: number | null, of: string, base: number | null, max: number): Goal {
  if (value === null || base === null || base === 0) return { text: `${what}: nothing to compare`, reached: false };
  const ratio = value / base;
  const figures = `${formatRatio(ratio)}, ${formatMs(value)} by ${formatMs(base)} ms`;
  return { text: `p99 ${what} ≤ ${max} × ${of}: ${figures}`, reached: ratio <= max };
}

function latencyGoals({ early, late, whole, busy }: HalfLoad, timeline: Timeline): Goal[] {
  const p99 = (counts: (at: number) => boolean) => percentile(timeline.of(counts), 99);
  const inRun = within(whole);
  return [
    atMost('of the last minute', p99(within(late)), 'of the second', p99(within(early)), maxGrowth),
    atMost(
      'during drops and compaction',
      p99((at) => inRun(at) && busy(at)),
      'of the rest',
      p99((at) => inRun(at) && !busy(at)),
      maxDisturbance,
    ),
  ];
}

/** The median of a minute: one look may meet a batch that is just being handed over. */
function lagGoal({ traffic, early, late, recordsPerSecond }: HalfLoad): Goal {
  const median = (window: Window) => {
    const lags = traffic.lags.filter(({ at }) => within(window)(at)).map(({ records }) => records);
    return (
      percentile(
        lags.sort((a, b) => a - b),
        50,
      ) ?? Number.NaN
    );
  };
  const [before, after] = [median(early), median(late)];
  // As many records as come in 20 ms are no growth, whatever there were before.
  const reached = after <= Math.max(before * maxGrowth, before + recordsPerSecond * 0.02);
  return { text: `lag does not grow: ${before} records in the second minute, ${after} in the last`, reached };
}

/** A line for acknowledgements and one for deliveries, and of a quiet run one for the disk. */
export function halfLoadResults(name: string, run: HalfLoad, quiet?: HalfLoad): Result[] {
  const { traffic, disk, recordsPerSecond, whole, drops, compacted } = run;
  const line = (what: string, timeline: Timeline, more: readonly Goal[]): Result => {
    const all = timeline.of(within(whole));
    return {
      case: `${name}: ${what}`,
      recordsPerSecond,
      p50Ms: percentile(all, 50),
      p99Ms: percentile(all, 99),
      ratio: quiet ? { to: 'quiet', value: recordsPerSecond / quiet.recordsPerSecond } : null,
      goals: [...more, ...latencyGoals(run, timeline)],
    };
  };
  const rate = quiet ? [{ text: `≥ ${minRate} ×`, reached: recordsPerSecond >= minRate * quiet.recordsPerSecond }] : [];
  const tuples = `${disk.dead} dead tuples in segment tables, ${disk.changed} of them updated or deleted`;
  const ratio = `disk ≤ ${maxDiskRatio} × live data: ${formatRatio(disk.ratio)}, ${formatRatio(disk.highest)} at its highest`;
  return [
    line('acknowledged', traffic.acknowledged, rate),
    line('delivered to the group', traffic.delivered, [lagGoal(run)]),
    {
      case: `${name}: what is left of it`,
      recordsPerSecond: null,
      p50Ms: null,
      p99Ms: null,
      ratio: null,
      goals: [
        // What the other session has read cannot be dropped before it ends.
        ...(quiet ? [] : [{ text: ratio, reached: disk.ratio > 0 && disk.ratio <= maxDiskRatio }]),
        { text: tuples, reached: disk.changed === 0 },
        {
          text: `segments dropped ${drops} times, ${compacted} records compacted away`,
          reached: drops > 0 && compacted > 0,
        },
      ],
    },
  ];
}
