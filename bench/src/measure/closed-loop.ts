import { Latency } from './latency.ts';
import type { Run } from './run.ts';

export interface ClosedLoop {
  /** Each sends its next call as soon as the one before is answered. */
  readonly callers: number;
  /** Sends one call and gives the number of records it was for. */
  readonly call: (caller: number) => Promise<number>;
  readonly warmupSeconds: number;
  readonly seconds: number;
}

/** Runs callers for a time. What is answered within it counts, and how long each call took that was sent in it; the time before, the warm-up, does not. */
export async function closedLoop({ callers, call, warmupSeconds, seconds }: ClosedLoop): Promise<Run> {
  const latency = new Latency();
  const start = performance.now() + warmupSeconds * 1000;
  const end = start + seconds * 1000;
  let records = 0;
  const caller = async (index: number): Promise<void> => {
    for (let sent = performance.now(); sent < end; ) {
      const count = await call(index);
      const answered = performance.now();
      if (answered >= start && answered < end) records += count;
      // However late: who is left out at the end is who waits longest.
      if (sent >= start) latency.record(answered - sent);
      sent = answered;
    }
  };
  const all = await Promise.allSettled(Array.from({ length: callers }, (_, index) => caller(index)));
  const failed = all.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return { records, seconds, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) };
}
