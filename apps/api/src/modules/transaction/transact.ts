import { isMillraceError, MillraceError } from '@millrace/core';
import type { Transaction } from '@millrace/engine';
import type { GqlMutationResolvers, GqlTransactAppendInput, GqlTransactInput } from '../../generated/resolver-types.ts';
import type { ApiLimits } from '../../limits.ts';
import { encodeRecords } from '../record/encode-record.ts';
import { ProduceResult } from '../record/produce.ts';
import { requireTopic } from '../topic/require-topic.ts';

export const transact: NonNullable<GqlMutationResolvers['transact']> = async (_, { input }, { engine, limits }) => {
  checkSize(input, limits);
  const { appends: wanted = [], offsets, producer, idempotencyKey } = input;
  const append = async (tx: Transaction, { topic, records }: GqlTransactAppendInput) => {
    const { config } = await requireTopic(engine, topic);
    await tx.append({ topic, records: encodeRecords(records, config) });
  };
  const { appends } = await engine.transaction(
    async (tx) => {
      for (const [index, item] of wanted.entries()) await named(index, append(tx, item));
      if (!offsets) return;
      const { group, memberId, generation } = offsets;
      const committed = offsets.offsets.map(({ logEpoch, ...offset }) => ({
        ...offset,
        logEpoch: logEpoch ?? undefined,
      }));
      await tx.commitOffsets({ group, memberId, generation, offsets: committed });
    },
    {
      producer: producer ? { id: producer.producerId, epoch: producer.epoch } : undefined,
      idempotencyKey: idempotencyKey ?? undefined,
    },
  );
  return {
    appends: appends.map((result) => new ProduceResult(result)),
    offsets: offsets?.offsets.map(({ topic, partition, nextOffset }) => ({ topic, partition, nextOffset })) ?? [],
  };
};

function checkSize({ appends = [], offsets }: GqlTransactInput, { maxRecordsPerCall }: ApiLimits): void {
  if (appends.length === 0 && !offsets) {
    throw new MillraceError('INVALID_INPUT', 'There is nothing to do: give appends, offsets or both.');
  }
  const empty = appends.findIndex(({ records }) => records.length === 0);
  if (empty >= 0) {
    throw new MillraceError('INVALID_INPUT', `appends[${empty}].records is empty. Give at least one record.`);
  }
  const count = appends.reduce((sum, { records }) => sum + records.length, 0);
  if (count > maxRecordsPerCall) {
    const message = `${count} records in one transaction; at most ${maxRecordsPerCall} are taken. Make several of it.`;
    throw new MillraceError('TOO_MANY_RECORDS', message, { details: { maxRecordsPerCall } });
  }
}

/** Says which of the appends was refused. */
async function named(index: number, append: Promise<void>): Promise<void> {
  try {
    await append;
  } catch (error) {
    if (!isMillraceError(error)) throw error;
    const { code, message, retriable, details } = error;
    throw new MillraceError(code, `appends[${index}]: ${message}`, {
      retriable,
      details: { ...details, append: index },
      cause: error,
    });
  }
}
