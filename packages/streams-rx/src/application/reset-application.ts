import { isMillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { describeStores } from '../state/reading/describe-stores.ts';
import { resetState } from '../state/reset-state.ts';
import { applicationNotFound, applicationRunning } from './application-errors.ts';
import { describeApplication } from './describe-application.ts';
import { forgetInstances } from './forget-instances.ts';
import { internalTopics } from './internal-topics.ts';

export interface ApplicationReset {
  readonly application: string;
  readonly dryRun: boolean;
  /** Topics in which committed offsets are forgotten. */
  readonly offsetTopics: readonly string[];
  /** Stores whose state is cleared. */
  readonly stores: readonly string[];
  /** Internal topics that are deleted. */
  readonly deletedTopics: readonly string[];
  readonly aliveInstances: number;
}

/**
 * Makes an application begin from scratch: without committed offsets, state, internal topics, errors and the instances that were. What it
 * wrote to its output topics stays. Tells what it did, or with `dryRun` would do. One that failed half way is done again, before the
 * application is started: until then its offsets and its state may not go together.
 * APPLICATION_NOT_FOUND; APPLICATION_RUNNING while an instance is alive or its group has members. Kafka's application reset tool.
 */
export async function resetApplication(
  engine: Engine,
  id: string,
  { dryRun = false }: { readonly dryRun?: boolean | undefined } = {},
): Promise<ApplicationReset> {
  const [application, group] = await Promise.all([describeApplication(engine, id), engine.groups.describe(id)]);
  if (!application) throw applicationNotFound(id);
  const aliveInstances = application.instances.filter(({ alive }) => alive).length;
  if (!dryRun && (aliveInstances > 0 || (group?.memberCount ?? 0) > 0)) throw applicationRunning(id, aliveInstances);
  const [stores, deletedTopics] = await Promise.all([describeStores(engine, id), internalTopics(engine, id)]);
  const reset: ApplicationReset = {
    application: id,
    dryRun,
    offsetTopics: group?.topics ?? [],
    stores: stores.map(({ name }) => name),
    deletedTopics,
    aliveInstances,
  };
  if (dryRun) return reset;
  await deleteGroup(engine, id);
  await resetState(engine, id);
  for (const topic of deletedTopics) await unlessGone('TOPIC_NOT_FOUND', engine.topics.delete(topic));
  await forgetInstances(
    engine,
    id,
    application.instances.map((instance) => instance.id),
  );
  return reset;
}

/** First of all: it is refused when a member has come meanwhile. */
async function deleteGroup(engine: Engine, id: string): Promise<void> {
  try {
    await unlessGone('GROUP_NOT_FOUND', engine.groups.delete(id));
  } catch (error) {
    if (isMillraceError(error, 'GROUP_NOT_EMPTY')) throw applicationRunning(id, 0);
    throw error;
  }
}

async function unlessGone(code: 'GROUP_NOT_FOUND' | 'TOPIC_NOT_FOUND', work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!isMillraceError(error, code)) throw error;
  });
}
