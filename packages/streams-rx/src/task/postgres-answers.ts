import type { Clock } from '@millrace/core';
import type { Engine } from '@millrace/engine';

const limitMs = 5_000;

/** Whether Postgres answers, and soon: what takes too long then is no outage. */
export async function postgresAnswers(engine: Pick<Engine, 'ping'>, clock: Clock): Promise<boolean> {
  const answered = new AbortController();
  const ping = engine.ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([ping, clock.sleep(limitMs, answered.signal).then(() => false)]);
  } finally {
    answered.abort();
  }
}
