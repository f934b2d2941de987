import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';

export const deleteTopic: NonNullable<GqlMutationResolvers['deleteTopic']> = async (_, { input }, { engine }) => {
  const { id, name } = await engine.topics.delete(input.name);
  return { id, name };
};
