import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';

export const deleteConsumerGroup: NonNullable<GqlMutationResolvers['deleteConsumerGroup']> = async (
  _,
  { input },
  { engine },
) => {
  await engine.groups.delete(input.id);
  return { id: input.id };
};
