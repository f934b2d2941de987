import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Record } from '../record/record.ts';
import { CompactedPartition, type ModelRecord, tableOf } from '../testing/compacted-model.ts';
import { compacted, createCompacted, eagerLimits, readPartition } from '../testing/compaction.ts';
import { record, textOf } from '../testing/records.ts';
import { expectSound, roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { verify } from '../verify/verify.ts';

const deleteRetentionMs = 1_000;

let log: TestEngine;
let now = Date.now() - 86_400_000;
beforeAll(async () => {
  log = await createTestEngine({
    // Compaction runs when it is told to; rows and reads are so small that there are many.
    limits: {
      ...eagerLimits,
      compactionIntervalMs: 3_600_000,
      maxBatchBytes: 200,
      maxFetchBytes: 500,
      minFetchBytes: 500,
    },
  });
  await setClock(now);
});
afterAll(() => log?.remove());

/**
 * Behind the real clock, so that no segment is old enough to be rolled unasked, and it stands still: what is decided by it is the
 * same in the model.
 */
async function setClock(ms: number): Promise<void> {
  await log.database.pool.query(
    `create or replace function millrace.now() returns bigint language sql volatile parallel safe return ${ms}::bigint`,
  );
}

const modelOf = ({ offset, key, value }: Record): ModelRecord => ({
  offset,
  key: textOf(key) as string,
  value: textOf(value),
});

/** Reads a topic on from its start while all the rest happens, and makes a table of it. */
class Follower {
  readonly #reader;
  readonly #history: readonly Map<number, ModelRecord>[];
  readonly tables: Map<string, string>[] = [];
  readonly #next: number[] = [];
  /** Records were deleted before it read them: then its table says nothing. */
  outOfRange = false;
  readonly done: Promise<void>;

  constructor(topic: string, history: readonly Map<number, ModelRecord>[], starts: readonly number[]) {
    this.#history = history;
    for (const start of starts) {
      this.tables.push(new Map());
      this.#next.push(start);
    }
    this.#reader = log.engine.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords: 3 });
    this.done = this.#follow();
    // `stop` tells of it.
    this.done.catch(() => undefined);
  }

  /** Whether it has read a partition to an offset. */
  hasRead(partition: number, end: number): boolean {
    return this.outOfRange || (this.#next[partition] ?? end) >= end;
  }

  async stop(): Promise<void> {
    await this.#reader.return?.();
    await this.done;
  }

  async #follow(): Promise<void> {
    try {
      for await (const batch of this.#reader) {
        for (const found of batch) {
          // Of a partition that was added before the reader had begun.
          if (this.#next[found.partition] === undefined) continue;
          expect(found.offset, 'a record twice').toBeGreaterThanOrEqual(this.#next[found.partition] as number);
          expect(modelOf(found)).toEqual(this.#history[found.partition]?.get(found.offset));
          this.#next[found.partition] = found.offset + 1;
          const { key, value } = modelOf(found);
          const table = this.tables[found.partition] as Map<string, string>;
          if (value === null) table.delete(key);
          else table.set(key, value);
        }
      }
    } catch (error) {
      if ((error as { code?: string }).code !== 'OFFSET_OUT_OF_RANGE') throw error;
      this.outOfRange = true;
    }
  }
}

type Step =
  | {
      readonly do: 'append';
      readonly records: readonly (readonly [partition: number, key: string, tombstone: boolean])[];
    }
  | { readonly do: 'roll' | 'compact' | 'retain' | 'addPartition' | 'follow' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'delete'; readonly partition: number; readonly part: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      records: fc.array(fc.tuple(fc.nat(2), fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.boolean()), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('roll' as const, 'follow' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('retain' as const, 'addPartition' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 600, 1_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      partition: fc.nat(2),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** A topic, and what it has to be. */
class History {
  readonly #topic: string;
  readonly partitions = [new CompactedPartition(), new CompactedPartition()];
  /** All that was ever appended, by offset. */
  readonly #appended = [new Map<number, ModelRecord>(), new Map<number, ModelRecord>()];
  readonly #followers: Follower[] = [];
  #value = 0;

  constructor(topic: string) {
    this.#topic = topic;
  }

  async run(steps: readonly Step[]): Promise<void> {
    await createCompacted(
      log.engine,
      this.#topic,
      { cleanupPolicy: 'COMPACT_DELETE', retentionMs: -1, deleteRetentionMs },
      2,
    );
    try {
      for (const each of steps) await this.#take(each);
      await this.#take({ do: 'compact' });
      await this.#verify();
      for (const follower of this.#followers) await this.#verifyFollower(follower);
      await expectSound(log.database);
      expect((await verify({ database: log.database, topics: [this.#topic] })).findings).toEqual([]);
    } finally {
      for (const follower of this.#followers) await follower.stop();
      await log.engine.topics.delete(this.#topic);
    }
  }

  async #take(each: Step): Promise<void> {
    const topic = this.#topic;
    switch (each.do) {
      case 'append':
        await this.#append(each.records);
        return;
      case 'roll':
        await roll(log.database, topic);
        // Long ago, so that it is compacted however little there is to gain.
        await log.database.pool.query(
          `update millrace.segments set opened_at = '2001-01-01' where sealed_at is not null`,
        );
        for (const partition of this.partitions) partition.seal();
        return;
      case 'compact':
        await this.#compact();
        return;
      case 'wait':
        // Who has not read a tombstone in time would not see it: that is what the time is for.
        await this.#allRead();
        now += each.ms;
        await setClock(now);
        return;
      case 'delete': {
        const at = this.partitions[each.partition];
        if (!at) return;
        const before = Math.round(at.logStart + (at.end - at.logStart) * each.part);
        await log.engine.topics.deleteRecords({ topic, partitions: [{ partition: each.partition, before }] });
        at.deleteBefore(before);
        return;
      }
      case 'retain':
        await this.#retain();
        return;
      case 'addPartition':
        if (this.partitions.length === 3) return;
        await log.engine.topics.update({ name: topic, partitionCount: 3 });
        this.partitions.push(new CompactedPartition());
        this.#appended.push(new Map());
        return;
      case 'follow':
        if (this.#followers.length === 3) return;
        this.#followers.push(
          new Follower(
            topic,
            this.#appended,
            this.partitions.map(({ logStart }) => logStart),
          ),
        );
    }
  }

  async #append(wanted: readonly (readonly [number, string, boolean])[]): Promise<void> {
    const records = wanted.map(([partition, key, tombstone]) => {
      const index = partition % this.partitions.length;
      const value = tombstone ? null : `v${this.#value++}`;
      const at = this.partitions[index] as CompactedPartition;
      this.#appended[index]?.set(at.end, { offset: at.end, key, value });
      at.append(key, value);
      return record(key, value, { partition: index, timestamp: 1 });
    });
    await log.engine.append({ topic: this.#topic, records });
  }

  /** A change of configuration wakes compaction. */
  async #compact(): Promise<void> {
    await log.engine.topics.update({ name: this.#topic, config: { deleteRetentionMs } });
    await compacted(log, this.#topic);
    for (const partition of this.partitions) partition.compact(now, deleteRetentionMs);
  }

  /** All that is sealed leaves the log. */
  async #retain(): Promise<void> {
    await log.engine.topics.update({ name: this.#topic, config: { retentionBytes: 0 } });
    await until('sealed segments to leave', async () => {
      const bounds = await log.engine.topics.bounds(this.#topic);
      return bounds.every(
        ({ logStartOffset }, i) => logStartOffset >= (this.partitions[i] as CompactedPartition).sealedEnd,
      );
    });
    await log.engine.topics.update({ name: this.#topic, config: { retentionBytes: -1 } });
    for (const partition of this.partitions) partition.deleteBefore(partition.sealedEnd);
  }

  async #verify(): Promise<void> {
    for (const [i, partition] of this.partitions.entries()) {
      const found = (await readPartition(log.engine, this.#topic, i)).map(modelOf);
      expect(found, `partition ${i}`).toEqual(partition.readable);
    }
  }

  async #allRead(): Promise<void> {
    for (const follower of this.#followers) {
      await until('a reader to be at the end', () => this.partitions.every(({ end }, i) => follower.hasRead(i, end)));
    }
  }

  async #verifyFollower(follower: Follower): Promise<void> {
    await this.#allRead();
    if (follower.outOfRange) return;
    for (const [i, table] of follower.tables.entries()) {
      const { logStart, readable } = this.partitions[i] as CompactedPartition;
      // What was deleted below the log's start, it may have read before.
      if (logStart === 0) expect(table).toEqual(tableOf(readable));
    }
  }
}

describe('L24 L25 L27: any history', () => {
  it('is, compacted, the newest record of every key where it was, and makes one table for every reader', async () => {
    let histories = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        await new History(`history-${histories++}`).run(steps);
      }),
      { numRuns: 15, endOnFailure: true, includeErrorInReport: true },
    );
  }, 180_000);
});
