import type { Consumer, Engine, ResetPolicy } from '@millrace/engine';
import type { TaskPlan } from '../task/task-plan.ts';
import type { SourceNode } from '../topology/node.ts';
import type { StreamsLimits } from './streams-limits.ts';

export interface JoinGroupOptions {
  readonly applicationId: string;
  readonly engine: Pick<Engine, 'consumer'>;
  readonly plans: readonly TaskPlan[];
  readonly limits: Pick<StreamsLimits, 'maxBufferedRecords'>;
  /** Of topics that have none of their own; undefined: EARLIEST. */
  readonly resetPolicy: ResetPolicy | undefined;
  readonly sessionTimeoutMs: number | undefined;
  readonly instanceId: string | undefined;
  readonly clientId: string;
}

const maxRecordsPerBatch = 5_000; // Taken in at once, so never more than may wait.
/**
 * All that the consumer may have handed out. No bound: what waits is bounded by each partition's `maxBufferedRecords`, and where records that wait
 * for those of another input filled this, that one would never come.
 */
const maxUncommitted = 1_000_000_000;
const maxProcessingMs = 24 * 3_600_000;
const revocationTimeoutMs = 10_000;

/** A member of the application's group, whose units of assignment are its tasks. */
export function joinGroup(options: JoinGroupOptions): Consumer {
  const { applicationId, engine, plans, limits, resetPolicy, sessionTimeoutMs, instanceId, clientId } = options;
  const sources = plans.flatMap((plan) => plan.sources);
  return engine.consumer({
    group: applicationId,
    topics: sources.map(({ topic }) => topic),
    units: plans.map((plan) => ({ name: plan.subTopology.id, topics: plan.sources.map(({ topic }) => topic) })),
    clientId,
    instanceId,
    resetPolicy,
    resetPolicies: resetPoliciesOf(sources),
    maxRecords: Math.min(maxRecordsPerBatch, limits.maxBufferedRecords),
    maxUncommitted,
    maxProcessingMs,
    revocationTimeoutMs,
    ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
  });
}

function resetPoliciesOf(sources: readonly SourceNode[]): { readonly [topic: string]: ResetPolicy } {
  return Object.fromEntries(
    sources.flatMap(({ topic, internal, resetPolicy }): [string, ResetPolicy][] => {
      // What is on its way between tasks was taken in already: none of it is skipped.
      const policy = internal ? 'EARLIEST' : resetPolicy;
      return policy ? [[topic, policy]] : [];
    }),
  );
}
