import { formatCount, formatRate } from './numbers.ts';

const redrawMs = 200;
/** Where there is no terminal to redraw, a line this often. */
const lineMs = 5_000;
const barWidth = 30;

/** Two bars, redrawn in place on a terminal, else a line every few seconds. */
export class Progress {
  readonly #total: number;
  readonly #stream: NodeJS.WriteStream;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  #drawn = false;
  #stopped = false;
  produced = 0;
  consumed = 0;

  constructor(total: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#total = total;
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), stream.isTTY ? redrawMs : lineMs);
  }

  /** Shows the last state. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#draw();
  }

  #draw(): void {
    const lines = [this.#line('produced', this.produced), this.#line('consumed', this.consumed)];
    if (this.#stream.isTTY) {
      if (this.#drawn) this.#stream.moveCursor(0, -lines.length);
      for (const line of lines) {
        this.#stream.clearLine(0);
        this.#stream.write(`${line}\n`);
      }
    } else {
      this.#stream.write(`${lines.join(' ·')}\n`);
    }
    this.#drawn = true;
  }

  #line(name: string, done: number): string {
    const share = Math.min(1, done / this.#total);
    const filled = Math.round(share * barWidth);
    const bar = this.#stream.isTTY ? `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}  ` : '';
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const count = `${formatCount(done)} of ${formatCount(this.#total)}`;
    return ` ${name}  ${bar}${String(Math.floor(share * 100)).padStart(3)} %  ${count}  ${formatRate(done, seconds)}`;
  }
}
