import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { GroupView } from './group-view.ts';
import { requireGroup } from './require-group.ts';

export const deleteGroupOffsets: NonNullable<GqlMutationResolvers['deleteGroupOffsets']> = async (
  _,
  { input },
  { engine },
) => {
  const { group, topic, partitions } = input;
  await engine.groups.deleteOffsets({ group, topic, partitions: partitions ? [...new Set(partitions)] : undefined });
  return { group: new GroupView(await requireGroup(engine, group), engine) };
};
