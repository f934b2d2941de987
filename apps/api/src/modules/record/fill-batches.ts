import type { Clock } from '@millrace/core';
import { PendingPull } from './pending-pull.ts';
import { TailBatch } from './tail-batch.ts';

/** What is joined to one batch is not more than this: it gains nothing by waiting any longer. */
const maxJoinedBytes = 1024 * 1024;
/** What waits in all partitions of one subscription. */
const maxWaitingBytes = 4 * 1024 * 1024;

export interface FillOptions {
  readonly maxRecords: number;
  readonly maxWaitMs: number;
  /** At so many nothing more comes before some of them are gone: all go out as they are. */
  readonly maxWaitingRecords?: number;
  readonly clock: Clock;
}

/**
 * Joins batches of the same partition until one has `maxRecords` or `maxJoinedBytes`, or its first has waited `maxWaitMs`. Holds at
 * most `maxWaitingBytes`, over which the oldest go out as they are, and pulls nothing while a batch is ready. Other events never
 * wait: what came before them goes out at once, full or not, and they right behind it.
 */
export function fillBatches<Other = never>(
  batches: AsyncIterator<TailBatch | Other, void>,
  options: FillOptions,
): AsyncIterator<TailBatch | Other, void> {
  const { maxRecords, maxWaitMs, maxWaitingRecords = Number.POSITIVE_INFINITY, clock } = options;
  const pull = new PendingPull(batches, clock);
  /** In the order in which they fall due. */
  const waiting = new Map<string, { batch: TailBatch; dueAt: number }>();
  let waitingBytes = 0;
  let waitingRecords = 0;
  const ready: (TailBatch | Other)[] = [];
  let closed = false;

  const hold = (key: string, batch: TailBatch, dueAt: number): void => {
    const before = waiting.get(key)?.batch;
    waitingBytes += batch.byteSize - (before?.byteSize ?? 0);
    waitingRecords += batch.count - (before?.count ?? 0);
    waiting.set(key, { batch, dueAt });
  };

  const release = (key: string): void => {
    const held = waiting.get(key);
    if (!held) return;
    waiting.delete(key);
    waitingBytes -= held.batch.byteSize;
    waitingRecords -= held.batch.count;
    ready.push(held.batch);
  };

  const join = (batch: TailBatch): void => {
    const key = `${batch.topic}/${batch.partition}`;
    if ((waiting.get(key)?.batch.byteSize ?? 0) + batch.byteSize > maxJoinedBytes) release(key);
    const before = waiting.get(key);
    const joined = before ? before.batch.join(batch) : batch;
    const [full, rest] = joined.count > maxRecords ? joined.split(maxRecords) : [joined];
    hold(key, full, before?.dueAt ?? clock.monotonic() + maxWaitMs);
    if (full.count >= maxRecords || full.byteSize >= maxJoinedBytes) release(key);
    if (rest) hold(key, rest, clock.monotonic() + maxWaitMs);
  };

  const add = (event: TailBatch | Other): void => {
    const isBatch = event instanceof TailBatch;
    if (isBatch) join(event);
    const releasesAll = !isBatch || waitingRecords >= maxWaitingRecords;
    for (const key of waiting.keys()) if (releasesAll || waitingBytes > maxWaitingBytes) release(key);
    if (!isBatch) ready.push(event);
  };

  return {
    async next() {
      while (!closed) {
        const full = ready.shift();
        if (full !== undefined) return { value: full, done: false };
        const [oldest] = waiting;
        if (oldest && oldest[1].dueAt <= clock.monotonic()) {
          release(oldest[0]);
          continue;
        }
        const pulled = await pull.wait(oldest ? oldest[1].dueAt : null);
        if (pulled?.done) break;
        if (pulled) add(pulled.value);
      }
      return { value: undefined, done: true };
    },
    async return() {
      closed = true;
      await pull.return();
      return { value: undefined, done: true };
    },
  };
}
