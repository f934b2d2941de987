import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';

export const commitOffsets: NonNullable<GqlMutationResolvers['commitOffsets']> = async (_, { input }, { engine }) => {
  const { group, memberId, generation, release } = input;
  const offsets = input.offsets.map(({ logEpoch, ...offset }) => ({ ...offset, logEpoch: logEpoch ?? undefined }));
  await engine.groups.commitOffsets({ group, memberId, generation, offsets, release });
  return { offsets: offsets.map(({ topic, partition, nextOffset }) => ({ topic, partition, nextOffset })) };
};
