import { MillraceError } from '@millrace/core';
import type { ResetTarget } from '@millrace/engine';
import type { GqlMutationResolvers, GqlResetTarget } from '../../generated/resolver-types.ts';
import { requireTopic } from '../topic/require-topic.ts';

export const resetOffsets: NonNullable<GqlMutationResolvers['resetOffsets']> = async (_, { input }, { engine }) => {
  const { group, topic, partitions, to, dryRun } = input;
  await requireTopic(engine, topic);
  const resets = await engine.groups.resetOffsets({
    group,
    topic,
    partitions: partitions ? [...new Set(partitions)] : undefined,
    to: toTarget(to),
    dryRun,
  });
  return { partitions: resets };
};

function toTarget({ edge, offset, timestamp, shiftBy, group }: GqlResetTarget): ResetTarget {
  if (isGiven(edge)) return { edge };
  if (isGiven(offset)) return { offset };
  if (isGiven(timestamp)) return { timestamp };
  if (isGiven(shiftBy)) return { shiftBy };
  if (isGiven(group)) return { group };
  throw new MillraceError('INVALID_INPUT', '`to` gives exactly one of edge, offset, timestamp, shiftBy and group.');
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
