import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Consumer, ConsumerEvent, Engine } from '@millrace/engine';
import type { BenchContext } from '../case.ts';
import { Latency } from '../measure/latency.ts';
import { type Goal, type Result, resultOf } from '../measure/result.ts';
import { formatMs } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { Condition, type RunningMember, runMember } from './members.ts';

const partitionCount = 60;
const membersBefore = 5;
/** Records a second: about 30 a partition. */
const recordsPerSecond = 2_000;
const producedEveryMs = 10;
const rounds = 5;
const settleMs = 2_000;
const movedWithinMs = 1_000;
const sessionTimeoutMs = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** When a partition was last read, by whom, and who waits for its next record. */
class Watch {
  readonly owner: (Consumer | undefined)[] = [];
  readonly #lastAt: number[] = [];
  readonly gaps = new Latency();
  /** Longest time without a record, of each partition, since it was last cleared. */
  readonly longest: number[] = [];

  records(partition: number, reader: Consumer | undefined): void {
    const now = performance.now();
    const last = this.#lastAt[partition];
    if (last !== undefined) {
      this.gaps.record(now - last);
      this.longest[partition] = Math.max(this.longest[partition] ?? 0, now - last);
    }
    this.#lastAt[partition] = now;
    this.owner[partition] = reader;
  }

  clear(): void {
    this.gaps.reset();
    this.longest.fill(0);
  }
}

interface Moves {
  /** Milliseconds without a record, of partitions that changed hands. */
  readonly moved: Latency;
  /** The same of those that did not, in the same time. */
  readonly stayed: Latency;
}

/** Does something to the group, waits until partitions have other owners and all is quiet, and takes down who paused how long. */
async function observe(watch: Watch, moves: Moves, change: () => Promise<void> | void, waitMs: number): Promise<void> {
  const before = [...watch.owner];
  watch.clear();
  await change();
  await pause(waitMs);
  for (let partition = 0; partition < partitionCount; partition++) {
    const moved = before[partition] !== watch.owner[partition];
    (moved ? moves.moved : moves.stayed).record(watch.longest[partition] ?? 0);
  }
}

function line(name: string, latency: Latency, goal?: { readonly text: string; readonly withinMs: number }): Result {
  const p99Ms = latency.percentileMs(99);
  const goals: Goal[] = goal
    ? [{ text: `${goal.text}: at most ${formatMs(latency.maxMs)} ms`, reached: latency.maxMs <= goal.withinMs }]
    : [];
  const result = resultOf(name, [{ records: 0, seconds: 1, p50Ms: latency.percentileMs(50), p99Ms }]);
  return { ...result, recordsPerSecond: null, goals };
}

/** A steady stream into every partition, whatever happens to the group. */
function produce(engine: Engine, topic: string, context: BenchContext): { stop(): Promise<void> } {
  let running = true;
  let next = 0;
  const perCall = (recordsPerSecond * producedEveryMs) / 1000;
  const work = (async () => {
    for (let due = performance.now(); running; due += producedEveryMs) {
      await pause(Math.max(0, due - performance.now()));
      const records = Array.from({ length: perCall }, () => ({
        ...(context.records[next % context.records.length] as (typeof context.records)[number]),
        partition: next++ % partitionCount,
      }));
      await engine.append({ topic, records });
    }
  })();
  return {
    async stop() {
      running = false;
      await work;
    },
  };
}

/** A node in a process of its own with one member; killed by whoever started it. */
async function startMemberProcess(url: string, group: string, topic: string) {
  const program = fileURLToPath(new URL('../servers/member.js', import.meta.url));
  const child = fork(program, [url, group, topic], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

export async function measureMoves(context: BenchContext): Promise<readonly Result[]> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount }, async ([name]) => {
      const topic = name as string;
      const group = `${topic}-moves`;
      const watch = new Watch();
      const condition = new Condition();
      const join = (): RunningMember =>
        runMember(
          engine,
          { group, topics: [topic] },
          async (event: ConsumerEvent, consumer) => {
            if (event.kind === 'ASSIGNMENT') condition.changed();
            if (event.kind !== 'RECORDS') return;
            watch.records(event.batch.partition, consumer);
            await consumer.commit(event).catch(() => {});
          },
          condition.failed,
        );
      const members = Array.from({ length: membersBefore }, join);
      await condition.wait(
        () => members.reduce((sum, { consumer }) => sum + consumer.assignment.length, 0) === partitionCount,
      );
      const producer = produce(engine, topic, context);
      try {
        await pause(settleMs);
        const quiet: Moves = { moved: new Latency(), stayed: new Latency() };
        const joins: Moves = { moved: new Latency(), stayed: new Latency() };
        const leaves: Moves = { moved: new Latency(), stayed: new Latency() };
        for (let round = 0; round < rounds; round++) {
          context.progress(`a member joins and leaves, ${round + 1} of ${rounds}`);
          // As often as the others, and in turns with them: what is longest of many is longer.
          await observe(watch, quiet, () => {}, settleMs);
          let newcomer: RunningMember | undefined;
          const enter = () => {
            newcomer = join();
          };
          await observe(watch, joins, enter, settleMs);
          await observe(watch, leaves, () => newcomer?.close(), settleMs);
        }
        context.progress('a node is killed with -9');
        const kills: Moves = { moved: new Latency(), stayed: new Latency() };
        const child = await startMemberProcess(context.postgres.url, group, topic);
        await pause(settleMs);
        // What it reads is not seen here: until the others read on its partitions count as silent.
        const owned = new Set(members.flatMap(({ consumer }) => consumer.assignment.map(({ partition }) => partition)));
        const killedAt = performance.now();
        child.kill('SIGKILL');
        const lost = Array.from({ length: partitionCount }, (_, partition) => partition).filter((p) => !owned.has(p));
        for (const partition of lost) watch.owner[partition] = undefined;
        await condition.wait(
          () => members.reduce((sum, { consumer }) => sum + consumer.assignment.length, 0) === partitionCount,
        );
        while (lost.some((partition) => watch.owner[partition] === undefined)) await pause(1);
        kills.moved.record(performance.now() - killedAt);
        return [
          line('no rebalance: a partition without a record', quiet.stayed),
          line('join: partitions that stay', joins.stayed, { text: 'as without', withinMs: quiet.stayed.maxMs * 2 }),
          line('join: partitions that move', joins.moved, { text: '≤ 1 s', withinMs: movedWithinMs }),
          line('leave: partitions that stay', leaves.stayed, { text: 'as without', withinMs: quiet.stayed.maxMs * 2 }),
          line('leave: partitions that move', leaves.moved, { text: '≤ 1 s', withinMs: movedWithinMs }),
          line('a node killed with -9: all its partitions read again', kills.moved, {
            text: '≤ session timeout of 10 s + 1 s',
            withinMs: sessionTimeoutMs + 1_000,
          }),
        ];
      } finally {
        await producer.stop();
        await Promise.all(members.map((member) => member.close()));
        await engine.groups.delete(group);
      }
    }),
  );
}
