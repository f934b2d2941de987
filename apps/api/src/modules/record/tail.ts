import { MillraceError } from '@millrace/core';
import type { Context } from '../../execution/context.ts';
import type { GqlSubscriptionTailArgs, RequireFields } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { requireTopic } from '../topic/require-topic.ts';
import { toPosition } from './position.ts';
import type { TailBatch } from './tail-batch.ts';
import { TailSource } from './tail-source.ts';

type TailArgs = RequireFields<GqlSubscriptionTailArgs, 'maxRecords' | 'maxWaitMs'>;

const maxRecordsPerSecondLimit = 1_000_000;

/** `subscribe` gives the executor an EventSource; every event is the field's value itself. */
export const tail = {
  subscribe: async (_: unknown, args: TailArgs, { engine, limits, clock }: Context): Promise<TailSource> => {
    const { maxRecords, maxWaitMs } = args;
    const topics = [...new Set(args.topics)];
    const partitions = args.partitions ? [...new Set(args.partitions)] : undefined;
    const maxRecordsPerSecond = args.maxRecordsPerSecond ?? undefined;
    assertWithin('The number of topics', topics.length, 1, limits.maxTopicsPerTail);
    if (partitions) assertWithin('The number of partitions', partitions.length, 1, Number.POSITIVE_INFINITY);
    assertWithin('maxRecords', maxRecords, 1, limits.maxRecordsPerBatch);
    assertWithin('maxWaitMs', maxWaitMs, 0, limits.maxBatchWaitMs);
    if (maxRecordsPerSecond !== undefined)
      assertWithin('maxRecordsPerSecond', maxRecordsPerSecond, 1, maxRecordsPerSecondLimit);
    const found = await Promise.all(topics.map((topic) => requireTopic(engine, topic)));
    for (const { name, partitionCount } of found) {
      const missing = partitions?.find((partition) => partition < 0 || partition >= partitionCount);
      if (missing === undefined) continue;
      const message = `The topic "${name}" has the partitions 0 to ${partitionCount - 1}, not ${missing}.`;
      throw new MillraceError('PARTITION_NOT_FOUND', message, { details: { topic: name, partition: missing } });
    }
    const from = await toPosition(engine, args.from, topics, partitions);
    if (from && 'cursor' in from) {
      throw new MillraceError(
        'INVALID_POSITION',
        'tail takes no cursor: give edge, offset, offsets, timestamp or last.',
      );
    }
    return new TailSource(engine, clock, { topics, partitions, from, maxRecords, maxWaitMs, maxRecordsPerSecond });
  },
  resolve: (batch: TailBatch): TailBatch => batch,
};
