/** Lets so many work at a time, first come, first served. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atATime: number) {
    this.#free = atATime;
  }

  /** Works at once if somebody else still could, too; else not at all. */
  takeSpare<T>(work: () => Promise<T>): Promise<T> | undefined {
    return this.#free < 2 ? undefined : this.take(work);
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Handed on as it is: whoever asks in between queues behind.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
