import { expect } from 'vitest';
import type { Engine } from '../engine.ts';
import { readPartition } from './read-partition.ts';
import { textOf } from './records.ts';
import type { CallOutcome } from './writer.ts';

interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** Errors behind which a call may be there or not. All others promise that nothing of it is. */
const uncertain = new Set(['UNKNOWN_OUTCOME']);

/** All values of a topic by partition; fails when offsets have a gap. */
async function readAll(engine: Engine, topic: string): Promise<string[][]> {
  const bounds = await engine.topics.bounds(topic);
  return Promise.all(
    bounds.map(async (partition) => {
      const records = await readPartition(engine, partition);
      expect(records.map(({ offset }) => offset)).toEqual(records.map((_, i) => partition.logStartOffset + i));
      return records.map(({ value }) => textOf(value) as string);
    }),
  );
}

/**
 * Holds a topic that only `write` wrote to, to what the log promises: gapless offsets; every call whole, contiguous in
 * each partition and once, or not at all; what was acknowledged there, at its offsets; what was refused not there.
 * Gives the number of calls that are there.
 */
export async function verifyLog(engine: Engine, topic: string, outcomes: readonly CallOutcome[]): Promise<number> {
  const partitions = await readAll(engine, topic);
  const found = new Map<string, { count: number; places: Map<number, Place> }>();
  for (const [partition, values] of partitions.entries()) {
    for (const [offset, value] of values.entries()) {
      const [call, i, count] = value.split('|') as [string, string, string];
      const entry = found.get(call) ?? { count: Number(count), places: new Map() };
      found.set(call, entry);
      expect(entry.places.has(Number(i)), `${value} is there twice`).toBe(false);
      entry.places.set(Number(i), { partition, offset });
    }
  }
  for (const [call, { count, places }] of found) {
    expect(places.size, `${call} is there in part`).toBe(count);
    const last = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const { partition, offset } = places.get(i) as Place;
      const before = last.get(partition);
      if (before !== undefined) expect(offset, `${call} is not contiguous`).toBe(before + 1);
      last.set(partition, offset);
    }
  }
  for (const outcome of outcomes) {
    const entry = found.get(outcome.call);
    if ('at' in outcome) {
      const places = Array.from(outcome.at, (_, i) => entry?.places.get(i));
      expect(
        places.map((place) => [place?.partition, place?.offset]),
        outcome.call,
      ).toEqual(outcome.at);
    } else if (!uncertain.has(outcome.code)) {
      expect(entry, `${outcome.call} was refused with ${outcome.code} and is there`).toBeUndefined();
    }
  }
  return found.size;
}

/** Of one writer with one call at a time, or one node: its calls are in each partition in the order they were made. */
export async function verifyOrder(engine: Engine, topic: string): Promise<void> {
  for (const values of await readAll(engine, topic)) {
    const last = new Map<string, number>();
    for (const value of values) {
      const [writer, call] = (value.split('|')[0] as string).split('/') as [string, string];
      expect(Number(call), `${value} is out of order`).toBeGreaterThanOrEqual(last.get(writer) ?? 0);
      last.set(writer, Number(call));
    }
  }
}
