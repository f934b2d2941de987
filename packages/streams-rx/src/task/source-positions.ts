import type { OffsetToCommit, RecordBatch } from '@millrace/engine';
import type { EpochInput } from './epoch-input.ts';

interface Position {
  readonly topic: string;
  /** undefined: there is no such partition. */
  readonly nextOffset: number | undefined;
  readonly logEpoch: number | undefined;
}

/** Where a task is in the partitions that it reads. */
export class SourcePositions {
  readonly #partition: number;
  /** By the number of the source. */
  readonly #offsets: Position[];

  /** `offset` undefined: the topic has no such partition. */
  constructor(partition: number, sources: readonly { readonly topic: string; readonly offset: number | undefined }[]) {
    this.#partition = partition;
    this.#offsets = sources.map(({ topic, offset }) => ({ topic, nextOffset: offset, logEpoch: undefined }));
  }

  /** Behind the last record that was done, of each partition. */
  get offsets(): OffsetToCommit[] {
    return this.#toCommit(this.#offsets);
  }

  /** The same once the records of an epoch are done, too. */
  behind({ runs }: EpochInput): OffsetToCommit[] {
    const offsets = [...this.#offsets];
    // The last record of each source counts.
    for (const { batch, index, count, source } of runs) {
      const { nextOffset, logEpoch, count: batchCount } = batch as RecordBatch;
      const last = index + count - 1;
      offsets[source] = {
        topic: batch.topic,
        // What compaction has taken behind it is done with it.
        nextOffset: last === batchCount - 1 ? nextOffset : batch.offset(last) + 1,
        logEpoch,
      };
    }
    return this.#toCommit(offsets);
  }

  done(offsets: readonly OffsetToCommit[]): void {
    for (const { topic, nextOffset, logEpoch } of offsets) {
      const place = this.#offsets.findIndex((position) => position.topic === topic);
      this.#offsets[place] = { topic, nextOffset, logEpoch };
    }
  }

  #toCommit(positions: readonly Position[]): OffsetToCommit[] {
    return positions.flatMap(({ topic, nextOffset, logEpoch }) =>
      nextOffset === undefined ? [] : [{ topic, partition: this.#partition, nextOffset, logEpoch }],
    );
  }
}
