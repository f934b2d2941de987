import type { ConsumerGroup } from '@millrace/engine';
import type { Context } from '../../execution/context.ts';
import type { EventSource } from '../../execution/event-source.ts';
import type { GqlSubscriptionConsumerGroupChangedArgs } from '../../generated/resolver-types.ts';
import { GroupView } from './group-view.ts';

/** Every event is the group as it was found; whoever looks at the same group shares the looking. */
export const consumerGroupChanged = {
  subscribe: (
    _: unknown,
    { id }: GqlSubscriptionConsumerGroupChangedArgs,
    { engine, groupWatches }: Context,
  ): EventSource<ConsumerGroup> => ({ open: () => groupWatches.open(engine, id) }),
  resolve: (group: ConsumerGroup, _: unknown, { engine }: Context): GroupView => new GroupView(group, engine),
};
