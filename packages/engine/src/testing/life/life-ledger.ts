import { expect } from 'vitest';
import type { Engine } from '../../engine.ts';
import { readPartition } from '../read-partition.ts';
import { textOf } from '../records.ts';
import type { AcknowledgedRecord, LifeReport } from './life-report.ts';

const place = (partition: number, offset: number) => `${partition}@${offset}`;

/** What all clients were told, and whether the log agrees with it. */
export class LifeLedger {
  /** By topic, by place. */
  readonly #acknowledged = new Map<string, Map<string, AcknowledgedRecord>>();
  readonly #done = new Map<string, number>();
  readonly #delivered: { partition: number; from: number; to: number }[] = [];
  readonly #sequences = new Set<number>();
  readonly failures: string[] = [];

  /** The first call of the producer that was not acknowledged. */
  get nextSequence(): number {
    let next = 0;
    while (this.#sequences.has(next)) next += 1;
    return next;
  }

  hear(said: LifeReport): void {
    if (said.kind === 'DONE') this.#done.set(said.what, this.done(said.what) + 1);
    if (said.kind === 'FAILED') this.failures.push(`${said.what}: ${said.error}`);
    if (said.kind === 'SEQUENCED') this.#sequences.add(said.sequence);
    if (said.kind === 'DELIVERED') this.#delivered.push(said);
    if (said.kind !== 'APPENDED') return;
    const records = this.#acknowledged.get(said.topic) ?? new Map<string, AcknowledgedRecord>();
    this.#acknowledged.set(said.topic, records);
    for (const record of said.records) {
      const at = place(record.partition, record.offset);
      const before = records.get(at);
      if (before && before.value !== record.value) {
        this.failures.push(`${said.topic} ${at} was given to ${before.value} and to ${record.value}`);
      }
      records.set(at, record);
    }
  }

  done(what: string): number {
    return this.#done.get(what) ?? 0;
  }

  get acknowledged(): number {
    return [...this.#acknowledged.values()].reduce((sum, records) => sum + records.size, 0);
  }

  /**
   * Every acknowledged record from the log's start on is there, at its offset; nothing is there twice; offsets have no gap. Where
   * nothing leaves the log every call that is there is there whole. Gives the number of records that are there.
   */
  async verifyTopic(engine: Engine, topic: string, options: { readonly whole: boolean }): Promise<number> {
    const acknowledged = this.#acknowledged.get(topic) ?? new Map();
    const values = new Map<string, string>();
    const calls = new Map<string, { found: number; count: number }>();
    for (const bounds of await engine.topics.bounds(topic)) {
      const { partition, logStartOffset, endOffset } = bounds;
      const found = new Map<string, string | null>();
      let next = logStartOffset;
      for (const { offset, value } of await readPartition(engine, bounds)) {
        expect(offset, `${topic} ${partition}: offsets have a gap`).toBe(next);
        next = offset + 1;
        const text = textOf(value) as string;
        const at = place(partition, offset);
        expect(values.get(text), `${topic}: ${text} is there twice, at ${at} too`).toBeUndefined();
        values.set(text, at);
        found.set(at, text);
        const [call, , count] = text.split('|') as [string, string, string];
        const entry = calls.get(call) ?? { found: 0, count: Number(count) };
        entry.found += 1;
        calls.set(call, entry);
      }
      expect(next, `${topic} ${partition}: the end`).toBe(endOffset);
      for (const [at, record] of acknowledged) {
        if (record.partition !== partition || record.offset < logStartOffset) continue;
        expect(found.get(at), `${topic} ${at}`).toBe(record.value);
      }
    }
    if (options.whole) {
      for (const [call, { found, count }] of calls) expect(found, `${topic}: ${call} is there in part`).toBe(count);
    }
    return values.size;
  }

  /**
   * Of every key and partition the newest record is there, and whatever is there is what was acknowledged. Gives how many records
   * compaction has taken out.
   */
  async verifyCompacted(engine: Engine, topic: string): Promise<number> {
    const acknowledged = this.#acknowledged.get(topic) ?? new Map<string, AcknowledgedRecord>();
    let removed = 0;
    for (const bounds of await engine.topics.bounds(topic)) {
      const { partition, endOffset } = bounds;
      const newest = new Map<string | null, number>();
      let before = -1;
      let found = 0;
      for (const { offset, key, value } of await readPartition(engine, bounds)) {
        expect(offset, `${topic} ${partition}: offsets rise`).toBeGreaterThan(before);
        before = offset;
        found += 1;
        newest.set(textOf(key), offset);
        const told = acknowledged.get(place(partition, offset));
        if (told) expect(textOf(value), `${topic} ${place(partition, offset)}`).toBe(told.value);
      }
      expect(before, `${topic} ${partition}: the end`).toBe(endOffset - 1);
      for (const record of acknowledged.values()) {
        if (record.partition !== partition) continue;
        expect(newest.get(record.key), `${topic} ${partition}: ${record.key}`).toBeGreaterThanOrEqual(record.offset);
      }
      removed += endOffset - found;
    }
    return removed;
  }

  /** Whoever reads on behind a kill reads on from what was committed: nothing was stepped over. */
  verifyDeliveries(ends: readonly { readonly partition: number; readonly endOffset: number }[]): void {
    const reached = new Map<number, number>();
    for (const { partition, from, to } of this.#delivered) {
      const before = reached.get(partition) ?? 0;
      expect(from, `partition ${partition} was stepped over`).toBeLessThanOrEqual(before);
      reached.set(partition, Math.max(before, to));
    }
    expect(ends.map(({ partition }) => reached.get(partition))).toEqual(ends.map(({ endOffset }) => endOffset));
  }
}
