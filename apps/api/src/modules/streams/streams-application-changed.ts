import type { Context } from '../../execution/context.ts';
import type { EventSource } from '../../execution/event-source.ts';
import type { GqlSubscriptionStreamsApplicationChangedArgs } from '../../generated/resolver-types.ts';
import { ApplicationView } from './application-view.ts';
import type { WatchedApplication } from './application-watches.ts';

/** Every event is the application as it was found; whoever looks at the same one shares the looking. */
export const streamsApplicationChanged = {
  subscribe: (
    _: unknown,
    { id }: GqlSubscriptionStreamsApplicationChangedArgs,
    { engine, applicationWatches }: Context,
  ): EventSource<WatchedApplication> => ({ open: () => applicationWatches.open(engine, id) }),
  resolve: ({ application, group }: WatchedApplication, _: unknown, { engine }: Context): ApplicationView =>
    new ApplicationView(application, engine, group),
};
