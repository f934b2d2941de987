/** A stretch of time, on this process's monotonic clock, ms; its end is not in it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const chunkSamples = 65_536;

interface Chunk {
  readonly at: Float64Array;
  readonly ms: Float32Array;
}

/** Latencies with the moment they belong to, all of a run: which stretch of time counts is known only behind it. */
export class Timeline {
  readonly #chunks: Chunk[] = [];
  #count = 0;

  record(at: number, ms: number): void {
    const index = this.#count % chunkSamples;
    if (index === 0) this.#chunks.push({ at: new Float64Array(chunkSamples), ms: new Float32Array(chunkSamples) });
    const chunk = this.#chunks[this.#chunks.length - 1] as Chunk;
    chunk.at[index] = at;
    chunk.ms[index] = ms;
    this.#count += 1;
  }

  /** Latencies of the moments that count, ascending. */
  of(counts: (at: number) => boolean): Float32Array {
    const found = new Float32Array(this.#count);
    let length = 0;
    for (let i = 0; i < this.#count; i++) {
      const chunk = this.#chunks[Math.floor(i / chunkSamples)] as Chunk;
      if (counts(chunk.at[i % chunkSamples] as number)) found[length++] = chunk.ms[i % chunkSamples] as number;
    }
    return found.subarray(0, length).sort();
  }
}

export const within =
  ({ from, to }: Window) =>
  (at: number): boolean =>
    at >= from && at < to;

/** Of ascending values; null of none. */
export function percentile(ascending: ArrayLike<number>, percent: number): number | null {
  if (ascending.length === 0) return null;
  return ascending[Math.min(ascending.length - 1, Math.floor((ascending.length * percent) / 100))] as number;
}
