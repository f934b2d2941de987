import { MillraceError } from '@millrace/core';
import type { AppendedBatch, AppendResult } from '@millrace/engine';
import type { GqlAppendedRecord, GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { requireTopic } from '../topic/require-topic.ts';
import { encodeRecords } from './encode-record.ts';

export const produce: NonNullable<GqlMutationResolvers['produce']> = async (_, { input }, { engine, limits }) => {
  const { topic, records, producer } = input;
  if (records.length === 0) throw new MillraceError('INVALID_INPUT', 'records is empty. Give at least one record.');
  if (records.length > limits.maxRecordsPerCall) {
    const message = `${records.length} records in one call; at most ${limits.maxRecordsPerCall} are taken. Send them in several calls.`;
    throw new MillraceError('TOO_MANY_RECORDS', message, { details: { maxRecordsPerCall: limits.maxRecordsPerCall } });
  }
  const { config } = await requireTopic(engine, topic);
  const sequence = producer
    ? { id: producer.producerId, epoch: producer.epoch, sequence: producer.sequence }
    : undefined;
  return new ProduceResult(await engine.append({ topic, records: encodeRecords(records, config), producer: sequence }));
};

/** What was appended; the list of all records is only made when it is selected. */
export class ProduceResult {
  readonly #result: AppendResult;

  constructor(result: AppendResult) {
    this.#result = result;
  }

  get topic(): string {
    return this.#result.topic;
  }

  get duplicate(): boolean {
    return this.#result.duplicate;
  }

  get batches(): AppendedBatch[] {
    return [...this.#result.batches];
  }

  get records(): GqlAppendedRecord[] {
    const result = this.#result;
    return Array.from({ length: result.count }, (_, i) => ({
      partition: result.partition(i),
      offset: result.offset(i),
      timestamp: result.timestamp(i),
    }));
  }
}
