import type { Clock } from '@millrace/core';
import { PendingPull } from './pending-pull.ts';
import { TailBatch } from './tail-batch.ts';

/**
 * Joins batches of the same partition until one has `maxRecords` or its first has waited `maxWaitMs`. Holds at most
 * `maxRecords` records of each partition, and pulls nothing while a batch is ready. Other events never wait: what came before
 * them goes out at once, full or not, and they right behind it.
 */
export function fillBatches<Other = never>(
  batches: AsyncIterator<TailBatch | Other, void>,
  options: { readonly maxRecords: number; readonly maxWaitMs: number; readonly clock: Clock },
): AsyncIterator<TailBatch | Other, void> {
  const { maxRecords, maxWaitMs, clock } = options;
  const pull = new PendingPull(batches, clock);
  /** In the order in which they fall due. */
  const waiting = new Map<string, { batch: TailBatch; dueAt: number }>();
  const ready: (TailBatch | Other)[] = [];
  let closed = false;

  const add = (batch: TailBatch | Other): void => {
    if (!(batch instanceof TailBatch)) {
      for (const before of waiting.values()) ready.push(before.batch);
      waiting.clear();
      ready.push(batch);
      return;
    }
    const key = `${batch.topic}/${batch.partition}`;
    const before = waiting.get(key);
    const joined = before ? before.batch.join(batch) : batch;
    if (joined.count < maxRecords) {
      waiting.set(key, { batch: joined, dueAt: before?.dueAt ?? clock.monotonic() + maxWaitMs });
      return;
    }
    waiting.delete(key);
    const [full, rest] = joined.count === maxRecords ? [joined] : joined.split(maxRecords);
    ready.push(full);
    if (rest) waiting.set(key, { batch: rest, dueAt: clock.monotonic() + maxWaitMs });
  };

  return {
    async next() {
      while (!closed) {
        const full = ready.shift();
        if (full !== undefined) return { value: full, done: false };
        const [oldest] = waiting;
        if (oldest && oldest[1].dueAt <= clock.monotonic()) {
          waiting.delete(oldest[0]);
          return { value: oldest[1].batch, done: false };
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
