import { MillraceError } from '@millrace/core';
import type { Context } from '../../execution/context.ts';
import type { GqlConsumeInput, RequireFields } from '../../generated/resolver-types.ts';
import type { ApiLimits } from '../../limits.ts';
import { assertWithin } from '../base/assert-within.ts';
import { TailBatch } from '../record/tail-batch.ts';
import { type ConsumeEvent, ConsumeSource } from './consume-source.ts';

type Input = RequireFields<
  GqlConsumeInput,
  'revocationTimeoutMs' | 'resetPolicy' | 'commit' | 'maxUncommitted' | 'maxRecords' | 'maxWaitMs' | 'maxProcessingMs'
>;

const maxNameCharacters = 249;
const maxUncommittedLimit = 1_000_000;
const maxRevocationTimeoutMs = 600_000;
const minProcessingMs = 1_000;
const maxProcessingMsLimit = 86_400_000;

/** `subscribe` gives the executor an EventSource; every event is the field's value itself. */
export const consume = {
  subscribe: (_: unknown, { input }: { input: Input }, context: Context): ConsumeSource => {
    const topics = input.topics ? [...new Set(input.topics)] : undefined;
    assertInput(input, topics, context.limits);
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

export const consumeEventResolvers = {
  __resolveType: (event: ConsumeEvent): string =>
    event instanceof TailBatch ? 'RecordBatch' : event.kind === 'ASSIGNMENT' ? 'Assignment' : 'Revocation',
};

function assertInput(input: Input, topics: readonly string[] | undefined, limits: ApiLimits): void {
  const { topicPattern, clientId, instanceId } = input;
  if ((topics === undefined) === (topicPattern === undefined || topicPattern === null)) {
    throw new MillraceError('INVALID_INPUT', 'Say what to consume: give either topics or topicPattern.');
  }
  if (topics) assertWithin('The number of topics', topics.length, 1, limits.maxTopicsPerTail);
  for (const [what, text] of [
    ['clientId', clientId],
    ['instanceId', instanceId],
  ]) {
    if (typeof text === 'string') assertWithin(`The length of ${what}`, text.length, 1, maxNameCharacters);
  }
  assertWithin('revocationTimeoutMs', input.revocationTimeoutMs, 0, maxRevocationTimeoutMs);
  assertWithin('maxUncommitted', input.maxUncommitted, 1, maxUncommittedLimit);
  assertWithin('maxRecords', input.maxRecords, 1, limits.maxRecordsPerBatch);
  assertWithin('maxWaitMs', input.maxWaitMs, 0, limits.maxBatchWaitMs);
  assertWithin('maxProcessingMs', input.maxProcessingMs, minProcessingMs, maxProcessingMsLimit);
}
