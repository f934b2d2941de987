import type { Clock, Timer } from '@millrace/core';
import type pg from 'pg';

/** Where answers come from, and how long they are waited for. */
export interface AnswerSource {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly answerMs: number;
}

/**
 * Does `work` on a session of the pool. A server that stands still, or to which the path is lost, gives no answer at all, ever: a session that nothing was heard of
 * for `answerMs` is given up and cut, and what it was asked fails as with one that was lost. `heard` is for answers that come in parts: with each the time begins anew.
 */
export async function answeringSession<T>(
  { pool, clock, answerMs }: AnswerSource,
  work: (client: pg.PoolClient, heard: () => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let heardAt = clock.monotonic();
  let isGivenUp = false;
  let failed = true;
  const watch = (delayMs: number): Timer =>
    clock.schedule(delayMs, () => {
      const leftMs = heardAt + answerMs - clock.monotonic();
      if (leftMs > 0) {
        watchdog = watch(leftMs);
        return;
      }
      isGivenUp = true;
      client.release(new Error('No answer'));
    });
  let watchdog = watch(answerMs);
  try {
    const result = await work(client, () => {
      heardAt = clock.monotonic();
    });
    failed = false;
    return result;
  } finally {
    watchdog.cancel();
    if (!isGivenUp) client.release(failed);
  }
}
