import { MillraceError } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';

const over = new MillraceError('ABORTED', 'It was a trial.');

/**
 * Commits what an epoch has made as it would be committed, up to the end, where it fails and is rolled back: rejects with what it would have failed with.
 * `hasSql`: whether there is a database for what `onCommit` asks, so that its deferred constraints are looked at, too.
 */
export async function commitAsTrial(
  context: EpochContext,
  commit: () => Promise<void>,
  { hasSql }: { readonly hasSql: boolean },
): Promise<void> {
  context.onCommit(async ({ query }) => {
    if (hasSql) await query('set constraints all immediate');
    throw over;
  });
  await commit().catch((error) => {
    if (error !== over) throw error;
  });
}
