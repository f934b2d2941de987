import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';

export const serverNodes: NonNullable<GqlQueryResolvers['serverNodes']> = (_, __, { engine }) => engine.nodes();
