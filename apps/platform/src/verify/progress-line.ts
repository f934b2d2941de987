/** A line of a terminal is written anew this often; without a terminal, a line of a file. */
const redrawMs = 200;
const lineMs = 10_000;

/** How far something is, in place on a terminal, else a line now and then. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shownAt = performance.now();
  #drawn = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Shows the text when it is time for it. */
  show(text: () => string): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#stream.isTTY ? redrawMs : lineMs)) return;
    this.#shownAt = now;
    this.clear();
    this.#stream.write(this.#stream.isTTY ? text() : `${text()}\n`);
    this.#drawn = Boolean(this.#stream.isTTY);
  }

  /** Makes room for other text. */
  clear(): void {
    if (!this.#drawn) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
    this.#drawn = false;
  }
}
