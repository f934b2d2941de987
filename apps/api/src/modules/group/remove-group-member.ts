import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { GroupView } from './group-view.ts';
import { requireGroup } from './require-group.ts';

export const removeGroupMember: NonNullable<GqlMutationResolvers['removeGroupMember']> = async (
  _,
  { input },
  { engine },
) => {
  await engine.groups.removeMember({ group: input.group, memberId: input.memberId });
  return { group: new GroupView(await requireGroup(engine, input.group), engine) };
};
