import { crc32 } from 'node:zlib';

/** How often a hash is remembered, to say where two sequences part. */
const checkpointEvery = 1_000;

/** A hash over texts in their order: two sequences are the same when their hashes and their counts are. */
export class RunningHash {
  count = 0;
  value = 0;
  readonly checkpoints: number[] = [];

  add(text: string): void {
    this.value = crc32(text, this.value);
    this.count += 1;
    if (this.count % checkpointEvery === 0) this.checkpoints.push(this.value);
  }

  equals(other: RunningHash): boolean {
    return this.count === other.count && this.value === other.value;
  }

  /** Index from which on at most `checkpointEvery` texts lie before the first that differs. */
  differsAfter(other: RunningHash): number {
    const at = this.checkpoints.findIndex((value, i) => value !== other.checkpoints[i]);
    return (at < 0 ? Math.min(this.checkpoints.length, other.checkpoints.length) : at) * checkpointEvery;
  }
}
