/** Answers calls of an iterator's `next` one after another. A call begins at once where none is under way, as a rule. */
export class OneAfterAnother {
  #underWay = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #ended = () => {
    this.#underWay -= 1;
  };

  run<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    const result = this.#underWay === 1 ? work() : this.#last.then(work);
    this.#last = result.then(this.#ended, this.#ended);
    return result;
  }
}
