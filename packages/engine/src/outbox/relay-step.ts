import type { PipelineSession, PipelineWriter, StatementResult } from '@millrace/database';
import { countOf } from '../append/append-call.ts';
import { AppendIn } from '../append/append-in.ts';
import { begin, commit } from '../append/append-statements.ts';
import type { FlushLimits } from '../append/flush.ts';
import type { PartitionAppend } from '../append/partition-append.ts';
import { assertCommitted } from '../append/run-flush.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { OutboxProgress } from './outbox-progress.ts';
import { type OutboxRead, type OutboxRow, outboxReadOf } from './outbox-row.ts';
import { insertProgress, readNew, readRest, writeProgress } from './outbox-statements.ts';
import { type RoutedOutbox, routeOutbox } from './route-outbox.ts';

export interface RelayStepParts {
  readonly session: PipelineSession;
  readonly tableIds: readonly number[];
  readonly catalogue: TopicCatalogue;
  readonly limits: FlushLimits & Pick<EngineLimits, 'maxRecordsPerCall'>;
}

/** What a step did. */
export interface RelayStep {
  /** From here the next one goes on. Written only with rows: what an empty look has seen holds nothing, whoever looks again. */
  readonly progress: OutboxProgress;
  /** By topic. */
  readonly relayed: ReadonlyMap<string, { readonly records: number; readonly bytes: number }>;
  /** To be told to local readers and the segment keeper. */
  readonly appends: readonly PartitionAppend[];
  /** Rows whose topic was deleted. */
  readonly dead: number;
  /** Milliseconds since the first of the rows was produced; null without rows. */
  readonly lagMs: number | null;
  /** Whether the next look should be at once: there was something, or a part is left. */
  readonly again: boolean;
  /** Whether more is known to wait. */
  readonly more: boolean;
}

/**
 * Relays what was committed since the last step, as much as one transaction takes: the records and how far they are relayed are one
 * commit, so that each is in the log once, whatever is killed when. Fails as an append does (`appendFailure`): nothing is
 * there then, or, when the connection was lost, what was committed says so. Only ever run by the session that holds the relay's lease.
 */
export async function relayStep(parts: RelayStepParts, progress: OutboxProgress): Promise<RelayStep> {
  const { session, tableIds, catalogue, limits } = parts;
  const read = await readOutbox(parts, progress);
  const nothing = { relayed: new Map(), appends: [], dead: 0, lagMs: null };
  if (read.rows.length === 0 && !progress.upto) {
    return { ...nothing, progress: { last: read.seen, upto: null }, again: false, more: false };
  }
  const topics = await findTopics(catalogue, read.rows);
  const routed = routeOutbox(read.rows, topics, limits.maxFlushPartitions, read.now);
  const next = progressBehind(progress, read, routed.taken);
  const append = new AppendIn(routed.calls, limits);
  const results = await run(session, catalogue, topics, (writer) => {
    writer.run(begin);
    append.bind(writer);
    const newest = tableIds.at(-1) as number;
    writer.bind('', insertProgress(newest), 5);
    writeProgress(writer, next);
    writer.int4(routed.taken - routed.dead);
    writer.int4(routed.dead);
    writer.execute('');
    append.run(writer);
    writer.run(commit);
  });
  append.place(results.slice(2, -1));
  const first = read.rows[0];
  return {
    progress: next,
    appends: append.appends,
    relayed: countByTopic(routed),
    dead: routed.dead,
    lagMs: first ? read.now - first.record.timestamp : null,
    again: true,
    more: next.upto !== null,
  };
}

/** After a failure the transaction is ended, and the topics are looked up anew: one may have been rolled or deleted. */
async function run(
  session: PipelineSession,
  catalogue: TopicCatalogue,
  topics: ReadonlyMap<number, TopicState>,
  build: (writer: PipelineWriter) => void,
): Promise<readonly StatementResult[]> {
  try {
    const results = await session.run(build);
    assertCommitted(results);
    return results;
  } catch (error) {
    for (const { name } of topics.values()) catalogue.forget(name);
    // On a connection that is lost it fails too: the error that counts is the first one.
    await session.client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function readOutbox(
  { session, tableIds, limits }: RelayStepParts,
  progress: OutboxProgress,
): Promise<OutboxRead> {
  const [result] = await session.run((writer) => {
    writer.bind('', progress.upto ? readRest(tableIds) : readNew(tableIds), 5);
    writeProgress(writer, progress);
    writer.int4(limits.maxRecordsPerCall);
    writer.int8(limits.maxFlushBytes);
    writer.execute('');
  });
  return outboxReadOf(result as NonNullable<typeof result>, limits.maxRecordsPerCall);
}

/** The topics of rows, by id. What is remembered under a name may be another topic: then it is read anew. */
async function findTopics(catalogue: TopicCatalogue, rows: readonly OutboxRow[]): Promise<Map<number, TopicState>> {
  const names = new Map(rows.map(({ topicId, topic }) => [topicId, topic] as const));
  const found = new Map<number, TopicState>();
  for (const [id, name] of names) {
    if (name === null) continue;
    let topic = await catalogue.find(name);
    if (topic?.id !== id) topic = await catalogue.refresh(name);
    // Else it was deleted since the rows were read.
    if (topic?.id === id) found.set(id, topic);
  }
  return found;
}

function progressBehind(progress: OutboxProgress, read: OutboxRead, taken: number): OutboxProgress {
  const snapshot = progress.upto?.snapshot ?? read.seen;
  if (read.complete && taken === read.rows.length) return { last: snapshot, upto: null };
  return { last: progress.last, upto: { snapshot, id: (read.rows[taken - 1] as OutboxRow).id } };
}

function countByTopic({ calls }: RoutedOutbox): Map<string, { records: number; bytes: number }> {
  return new Map(
    calls.map(({ topic, records, byteSize }) => [topic.name, { records: countOf(records), bytes: byteSize }]),
  );
}
