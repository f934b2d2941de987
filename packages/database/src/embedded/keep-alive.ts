/**
 * Keeps the process alive until `work` is done. The Clock's timers do not, so that a script which waits for a server and for
 * nothing else would end in the middle, silently.
 */
export async function keepingProcessAlive<T>(work: () => Promise<T>): Promise<T> {
  const handle = setInterval(() => {}, 2 ** 30);
  try {
    return await work();
  } finally {
    clearInterval(handle);
  }
}
