/** Resolves when the work is done or the signal aborts, whichever comes first. */
export function unlessAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    signal.addEventListener('abort', end, { once: true });
    void work.then(end).finally(() => signal.removeEventListener('abort', end));
  });
}
