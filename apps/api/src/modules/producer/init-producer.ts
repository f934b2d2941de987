import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';

export const initProducer: NonNullable<GqlMutationResolvers['initProducer']> = async (_, { input }, { engine }) => {
  const { id, epoch } = await engine.initProducer({ transactionalId: input.transactionalId ?? undefined });
  return { producerId: id, epoch };
};
