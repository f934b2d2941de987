import { isMillraceError, MillraceError } from '@millrace/core';
import { isLostPosition } from '../epoch/lost-position.ts';
import type { TopicPartition } from './consumer.ts';

/** What a consumer's member id is now, or why it has none: for messages. */
export type Whereabouts = { readonly memberId: string } | 'not joined' | 'joining anew' | 'ended';

const told = (where: Whereabouts): string => {
  if (where === 'not joined') return 'this consumer has not joined its group: ask for its first event before';
  if (where === 'joining anew') return 'this consumer was thrown out of its group and is joining anew';
  return where === 'ended' ? 'this consumer has left its group' : `this consumer is member ${where.memberId} now`;
};

/** For what was handed out to a member that is no more. */
export function formerMember(memberId: string, where: Whereabouts): MillraceError {
  return new MillraceError(
    'FENCED_MEMBER',
    `Member ${memberId.slice(0, 249)} cannot commit: ${told(where)}. Nothing was committed: drop its records, their next owner gets them again.`,
    { details: { memberId } },
  );
}

/** `what`: commit in, seek in. */
export function ownsNothing(what: string, where: Whereabouts): MillraceError {
  return new MillraceError('FENCED_MEMBER', `There is nothing to ${what}: ${told(where)}.`);
}

export function notOwned({ topic, partition }: TopicPartition): MillraceError {
  return new MillraceError(
    'FENCED_MEMBER',
    `Partition ${partition} of "${topic.slice(0, 249)}" is not this member's: its newest assignment says what is. Nothing was done: drop the partition's records, its owner gets them.`,
    { details: { topic: topic.slice(0, 249), partition } },
  );
}

export function processingTimeout(records: number, maxProcessingMs: number): MillraceError {
  return new MillraceError(
    'PROCESSING_TIMEOUT',
    `${records} records were held for more than ${maxProcessingMs} ms (maxProcessingMs) without a commit, so others get their partitions. Commit more often, ask for fewer records (maxUncommitted), or allow more time, and consume again.`,
    { details: { records, maxProcessingMs } },
  );
}

export function fencedInstance(group: string, instanceId: string): MillraceError {
  return new MillraceError(
    'FENCED_INSTANCE',
    `Another member of group "${group}" has taken the instanceId "${instanceId}" over: give every running member one of its own.`,
    { details: { group, instanceId } },
  );
}

/** Whether a commit was refused because what was handed out is somebody else's by now, or was lost. */
export function isOutOfHand(error: unknown): boolean {
  return (
    isMillraceError(error, 'FENCED_MEMBER') || isMillraceError(error, 'ILLEGAL_GENERATION') || isLostPosition(error)
  );
}
