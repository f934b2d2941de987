import type { Engine, MaxTimestamp, PartitionBounds } from '@millrace/engine';
import type { GqlResolvers } from '../../generated/resolver-types.ts';

/** A partition as the schema's `Partition`. What is looked up by time is one statement for all that a turn asks for. */
export class PartitionView {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly endOffset: number;
  readonly logEpoch: number;
  readonly recordCount: number;
  readonly #topic: string;
  readonly #engine: Engine;

  constructor({ topic, partition, logStartOffset, endOffset, logEpoch }: PartitionBounds, engine: Engine) {
    this.partition = partition;
    this.logStartOffset = logStartOffset;
    this.endOffset = endOffset;
    this.logEpoch = logEpoch;
    this.recordCount = endOffset - logStartOffset;
    this.#topic = topic;
    this.#engine = engine;
  }

  async offsetAt(timestamp: number): Promise<number | null> {
    const [offset] = await this.#engine.topics.offsetsForTimes(this.#topic, [{ partition: this.partition, timestamp }]);
    return offset ?? null;
  }

  async maxTimestamp(): Promise<MaxTimestamp | null> {
    const [found] = await this.#engine.topics.maxTimestamps(this.#topic, [this.partition]);
    return found ?? null;
  }
}

export const partitionResolvers: GqlResolvers['Partition'] = {
  offsetAt: (partition, { timestamp }) => partition.offsetAt(timestamp),
  maxTimestamp: (partition) => partition.maxTimestamp(),
};
