import { describeApplication } from '@millrace/streams-rx';
import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { ApplicationView } from './application-view.ts';

export const streamsApplication: NonNullable<GqlQueryResolvers['streamsApplication']> = async (
  _,
  { id },
  { engine },
) => {
  const found = await describeApplication(engine, id);
  return found && new ApplicationView(found, engine);
};
