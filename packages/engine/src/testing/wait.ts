/** Far more than anything takes on a busy machine: only what never happens fails a test. */
const patienceMs = 30_000;

/** Rejects with `what` when the promise has not settled after `limitMs`: a test that waits says what it waited for. */
export function within<T>(promise: Promise<T>, what: string, limitMs = patienceMs): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Waited ${limitMs} ms for: ${what}`)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const probeEveryMs = 10;

/** Resolves with what `probe` gives once that is neither undefined nor false; for what tells nobody when it happens. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = patienceMs,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, probeEveryMs));
  }
}

/** Does it again until it succeeds: for what a busy machine may not get done within a limit that its test has set low. */
export async function eventually<T>(what: string, act: () => Promise<T>): Promise<T> {
  let cause: unknown;
  const attempt = () =>
    within(act(), what).then(
      (value) => ({ value }),
      (error: unknown) => {
        cause = error;
        return undefined;
      },
    );
  const { value } = await until(what, attempt).catch((error: Error) => {
    throw new Error(error.message, { cause });
  });
  return value;
}

/** A named signal: `fire` once, `fired` by any number. */
export function signal<T = void>(): { readonly fired: Promise<T>; fire(value: T): void } {
  let fire: (value: T) => void = () => {};
  const fired = new Promise<T>((resolve) => {
    fire = resolve;
  });
  return { fired, fire };
}
