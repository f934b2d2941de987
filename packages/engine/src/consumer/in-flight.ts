/** Work that is under way, so that one can wait for what was begun. */
export class InFlight {
  readonly #promises = new Set<Promise<unknown>>();

  async during<T>(work: () => Promise<T>): Promise<T> {
    const promise = work();
    this.#promises.add(promise);
    try {
      return await promise;
    } finally {
      this.#promises.delete(promise);
    }
  }

  /** Resolves when all that is under way now has settled. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#promises);
  }
}
