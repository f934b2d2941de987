import { request } from 'node:http';
import { type Clock, MillraceError } from '@millrace/core';

function answers(url: string, accept: (status: number) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { timeout: 5_000, agent: false }, (response) => {
      response.resume();
      resolve(accept(response.statusCode ?? 0));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

/** Resolves once every address, asked in this order, answers with an accepted status; rejects at the limit or the signal. */
export async function untilAnswers(
  urls: readonly string[],
  options: { clock: Clock; signal: AbortSignal; timeoutMs: number; accept?: (status: number) => boolean },
): Promise<void> {
  const { clock, signal, timeoutMs, accept = (status) => status === 200 } = options;
  const deadline = clock.monotonic() + timeoutMs;
  for (const url of urls) {
    while (!(await answers(url, accept))) {
      if (clock.monotonic() > deadline) {
        throw new MillraceError('INTERNAL', `${url} did not answer within ${timeoutMs / 1000} s`);
      }
      await clock.sleep(100, signal);
    }
  }
}
