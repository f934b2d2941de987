import type { RecordBatch } from '@millrace/engine';
import { type RecordFormats, type RecordView, viewBatch } from './record-view.ts';

/** One event of a tail: records of one partition, of batches that follow each other. The schema's `RecordBatch`. */
export class TailBatch {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  readonly logEpoch: number;
  readonly highWatermark: number;
  readonly count: number;
  /** Of keys, values and headers, about. */
  readonly byteSize: number;
  /** Records that were left out before this batch. */
  readonly skipped: number;
  readonly #parts: readonly RecordBatch[];
  readonly #last: RecordBatch;
  readonly #formats: RecordFormats;

  /** `last` is where it ends, whether or not records of it are in `parts`. */
  constructor(last: RecordBatch, parts: readonly RecordBatch[], formats: RecordFormats, skipped = 0) {
    this.topic = last.topic;
    this.partition = last.partition;
    this.nextOffset = last.nextOffset;
    this.logEpoch = last.logEpoch;
    this.highWatermark = last.highWatermark;
    this.count = parts.reduce((sum, part) => sum + part.count, 0);
    this.byteSize = parts.reduce((sum, part) => sum + part.byteSize, 0);
    this.skipped = skipped;
    this.#parts = parts;
    this.#last = last;
    this.#formats = formats;
  }

  get records(): RecordView[] {
    const views: RecordView[] = [];
    for (const part of this.#parts) viewBatch(part, this.#formats, views);
    return views;
  }

  /** These records with those of a batch that follows. */
  join(next: TailBatch): TailBatch {
    return new TailBatch(next.#last, [...this.#parts, ...next.#parts], next.#formats, this.skipped + next.skipped);
  }

  /** The first `count` records, at least one, and the others, at least one; what was skipped stays with the first. */
  split(count: number): [TailBatch, TailBatch] {
    const head: RecordBatch[] = [];
    const rest: RecordBatch[] = [];
    let wanted = count;
    for (const part of this.#parts) {
      const taken = Math.min(wanted, part.count);
      if (taken > 0) head.push(taken === part.count ? part : part.slice(0, taken));
      if (taken < part.count) rest.push(taken === 0 ? part : part.slice(taken, part.count));
      wanted -= taken;
    }
    return [
      new TailBatch(head[head.length - 1] as RecordBatch, head, this.#formats, this.skipped),
      new TailBatch(this.#last, rest, this.#formats),
    ];
  }

  /** Only the newest `count` records, or none; the others count as skipped, with `skippedBefore`. */
  newest(count: number, skippedBefore: number): TailBatch {
    const left = Math.max(0, this.count - count);
    const skipped = this.skipped + skippedBefore + left;
    const kept = left === 0 ? this.#parts : count === 0 ? [] : this.split(left)[1].#parts;
    return new TailBatch(this.#last, kept, this.#formats, skipped);
  }
}
