import { resetApplication } from '@millrace/streams-rx';
import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';

export const resetStreamsApplication: NonNullable<GqlMutationResolvers['resetStreamsApplication']> = (
  _,
  { input },
  { engine },
) => resetApplication(engine, input.application, { dryRun: input.dryRun });
