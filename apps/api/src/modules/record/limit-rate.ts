import type { Clock } from '@millrace/core';
import { PendingPull } from './pending-pull.ts';
import type { TailBatch } from './tail-batch.ts';

/** How long records may go missing before an empty batch says so, when no other does. */
const reportAfterMs = 1_000;

/**
 * Lets `maxRecordsPerSecond` records through, with a second's worth in reserve; of what is too much it leaves out the oldest and
 * says in the partition's next batch how many. When nothing follows, a batch without records says it.
 */
export function limitRate(
  batches: AsyncIterator<TailBatch, void>,
  options: { readonly maxRecordsPerSecond: number; readonly clock: Clock },
): AsyncIterator<TailBatch, void> {
  const { maxRecordsPerSecond, clock } = options;
  const pull = new PendingPull(batches, clock);
  /** Batches without records: what was left out of each partition and is not told yet. */
  const untold = new Map<string, TailBatch>();
  let allowance = maxRecordsPerSecond;
  let filledAt = clock.monotonic();
  let reportAt: number | null = null;
  let closed = false;

  const spend = (wanted: number): number => {
    const now = clock.monotonic();
    allowance = Math.min(maxRecordsPerSecond, allowance + ((now - filledAt) / 1000) * maxRecordsPerSecond);
    filledAt = now;
    const spent = Math.min(wanted, Math.floor(allowance));
    allowance -= spent;
    return spent;
  };

  return {
    async next() {
      while (!closed) {
        const pulled = await pull.wait(reportAt);
        if (pulled?.done) break;
        if (pulled === null) {
          const [oldest] = untold;
          if (oldest) untold.delete(oldest[0]);
          if (untold.size === 0) reportAt = null;
          if (oldest) return { value: oldest[1], done: false };
          continue;
        }
        const batch = pulled.value;
        const key = `${batch.topic}/${batch.partition}`;
        const limited = batch.newest(spend(batch.count), untold.get(key)?.skipped ?? 0);
        untold.delete(key);
        if (limited.count > 0) return { value: limited, done: false };
        untold.set(key, limited);
        reportAt ??= clock.monotonic() + reportAfterMs;
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
