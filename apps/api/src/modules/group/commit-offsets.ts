import { MillraceError } from '@millrace/core';
import type { OffsetToCommit } from '@millrace/engine';
import type { GqlMutationResolvers, GqlOffsetToCommitInput } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';

export const commitOffsets: NonNullable<GqlMutationResolvers['commitOffsets']> = async (
  _,
  { input },
  { engine, limits, members },
) => {
  const { group, memberId, generation, release = false } = input;
  assertWithin('The number of offsets', input.offsets.length, 1, limits.maxOffsetsPerCommit);
  const offsets = eachOnce(input.offsets);
  const consumer = members.find(group, memberId);
  if (consumer) await consumer.commit(offsets, { generation, release });
  else await engine.groups.commitOffsets({ group, memberId, generation, offsets, release });
  return { offsets: offsets.map(({ topic, partition, nextOffset }) => ({ topic, partition, nextOffset })) };
};

function eachOnce(offsets: readonly GqlOffsetToCommitInput[]): OffsetToCommit[] {
  const seen = new Set<string>();
  return offsets.map(({ topic, partition, nextOffset, logEpoch, metadata }) => {
    const key = `${topic}/${partition}`;
    if (seen.has(key)) {
      const message = `Partition ${partition} of "${topic}" is named twice: commit the higher of its offsets only.`;
      throw new MillraceError('INVALID_INPUT', message, { details: { topic, partition } });
    }
    seen.add(key);
    return { topic, partition, nextOffset, logEpoch: logEpoch ?? undefined, metadata };
  });
}
