import { MillraceError } from '@millrace/core';
import { assertGroupName } from '../group/group-name.ts';
import type { Subscription } from '../group/group-state.ts';
import { assertSubscription } from '../group/subscription-consistency.ts';
import type { EngineLimits } from '../limits.ts';
import { assertTopicName } from '../topic/topic-name.ts';
import type { CommitMode, ConsumerInput, ResetPolicy } from './consumer.ts';

/** A `ConsumerInput` that was checked, with its defaults. */
export interface ConsumerOptions {
  readonly group: string;
  readonly subscription: Subscription;
  readonly clientId: string;
  readonly instanceId: string | null;
  readonly resetPolicyOf: (topic: string) => ResetPolicy;
  readonly commitMode: CommitMode;
  readonly maxUncommitted: number;
  readonly maxRecords: number;
  readonly maxProcessingMs: number;
  readonly revocationTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const maxNameChars = 255;
const minuteMs = 60_000;
const dayMs = 86_400_000;

const policies: readonly unknown[] = ['EARLIEST', 'LATEST', 'NONE'] satisfies ResetPolicy[];
const commitModes: readonly unknown[] = ['MANUAL', 'ON_DELIVERY'] satisfies CommitMode[];

/** Everything that can be told without asking. INVALID_GROUP_ID, INVALID_TOPIC_NAME, INVALID_PATTERN, INVALID_INPUT, LIMIT_EXCEEDED. */
export function consumerOptions(input: ConsumerInput, limits: EngineLimits): ConsumerOptions {
  assertGroupName(input.group);
  const { resetPolicy = 'EARLIEST', resetPolicies = {}, commitMode = 'MANUAL' } = input;
  const policyOf = new Map(Object.entries(resetPolicies));
  for (const policy of [resetPolicy, ...policyOf.values()]) assertOneOf('resetPolicy', policy, policies);
  assertOneOf('commitMode', commitMode, commitModes);
  return {
    group: input.group,
    subscription: subscriptionOf(input, limits),
    clientId: nameOf('clientId', input.clientId) ?? 'consumer',
    instanceId: nameOf('instanceId', input.instanceId) ?? null,
    resetPolicyOf: (topic) => policyOf.get(topic) ?? resetPolicy,
    commitMode,
    maxUncommitted: numberOf('maxUncommitted', input.maxUncommitted, 5_000, 1, 1_000_000_000),
    maxRecords: numberOf('maxRecords', input.maxRecords, 500, 1, 100_000),
    maxProcessingMs: numberOf('maxProcessingMs', input.maxProcessingMs, 5 * minuteMs, 1, 7 * dayMs),
    revocationTimeoutMs: numberOf('revocationTimeoutMs', input.revocationTimeoutMs, 10_000, 0, dayMs),
    // A node that beats in time must not be thought dead.
    sessionTimeoutMs: numberOf(
      'sessionTimeoutMs',
      input.sessionTimeoutMs,
      limits.sessionTimeoutMs,
      Math.min(limits.sessionTimeoutMs, 2 * limits.heartbeatIntervalMs),
      30 * minuteMs,
    ),
    signal: input.signal,
  };
}

function subscriptionOf(input: ConsumerInput, limits: EngineLimits): Subscription {
  const { topics, topicPattern, units } = input;
  if ((topics === undefined) === (topicPattern === undefined)) {
    throw new MillraceError('INVALID_INPUT', 'Say what to read: either topics or topicPattern, and not both.');
  }
  if (topics) assertTopics('topics', topics, limits);
  if (units) assertTopics('units', [...new Set(units.flatMap((unit) => unit.topics))], limits);
  const subscription: Subscription = {
    ...(topics ? { topics: [...new Set(topics)] } : { pattern: topicPattern as string }),
    ...(units ? { units } : {}),
  };
  assertSubscription(subscription);
  return subscription;
}

function assertTopics(name: string, topics: readonly string[], limits: EngineLimits): void {
  const { maxTopicsPerSubscription } = limits;
  if (topics.length > maxTopicsPerSubscription) {
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `${name} are ${maxTopicsPerSubscription} at most, not ${topics.length}: use a topicPattern, or several groups.`,
      { details: { limit: 'maxTopicsPerSubscription', value: maxTopicsPerSubscription } },
    );
  }
  for (const topic of topics) assertTopicName(topic);
}

function nameOf(what: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.length >= 1 && value.length <= maxNameChars && !value.includes('\u0000')) return value;
  throw new MillraceError(
    'INVALID_INPUT',
    `${what} has 1 to ${maxNameChars} characters and no U+0000; this one has ${value.length} characters.`,
  );
}

function assertOneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new MillraceError('INVALID_INPUT', `${name} is one of ${allowed.join(', ')}, not ${value}.`);
}

function numberOf(name: string, value: number | undefined, fallback: number, min: number, max: number): number {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new MillraceError('INVALID_INPUT', `${name} is a whole number from ${min} to ${max}, not ${value}.`);
}
