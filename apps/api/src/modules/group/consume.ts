import { MillraceError } from '@millrace/core';
import type { Context } from '../../execution/context.ts';
import type { GqlConsumeInput, RequireFields } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import type { ConsumeEvent } from './consume-event.ts';
import { ConsumeSource } from './consume-source.ts';

type Input = RequireFields<
  GqlConsumeInput,
  'revocationTimeoutMs' | 'resetPolicy' | 'commit' | 'maxUncommitted' | 'maxRecords' | 'maxWaitMs' | 'maxProcessingMs'
>;

/** `subscribe` gives the executor an EventSource; every event is the field's value itself. */
export const consume = {
  subscribe: (_: unknown, { input }: { input: Input }, context: Context): ConsumeSource => {
    const { maxTopicsPerTail, maxRecordsPerBatch, maxBatchWaitMs } = context.limits;
    const topics = input.topics ? [...new Set(input.topics)] : undefined;
    // The rest is the engine's to check.
    if (topics) assertWithin('The number of topics', topics.length, 1, maxTopicsPerTail);
    assertWithin('maxRecords', input.maxRecords, 1, maxRecordsPerBatch);
    assertWithin('maxWaitMs', input.maxWaitMs, 0, maxBatchWaitMs);
    if (input.maxWaitMs > 0 && input.maxWaitMs >= input.maxProcessingMs) throw waitsTooLong(input);
    return new ConsumeSource(context, {
      group: input.group,
      topics,
      topicPattern: input.topicPattern ?? undefined,
      clientId: input.clientId ?? undefined,
      instanceId: input.instanceId ?? undefined,
      revocationTimeoutMs: input.revocationTimeoutMs,
      resetPolicy: input.resetPolicy,
      maxUncommitted: input.maxUncommitted,
      maxRecords: input.maxRecords,
      maxWaitMs: input.maxWaitMs,
      maxProcessingMs: input.maxProcessingMs,
      commitsOnDelivery: input.commit === 'ON_DELIVERY',
    });
  },
  resolve: (event: ConsumeEvent): ConsumeEvent => event,
};

function waitsTooLong({ maxWaitMs, maxProcessingMs }: Input): MillraceError {
  const message = `maxWaitMs is less than maxProcessingMs, which counts from when the server has read a record, not ${maxWaitMs} beside ${maxProcessingMs}.`;
  return new MillraceError('INVALID_INPUT', message);
}
