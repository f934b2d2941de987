import type { EngineObserver, RewriteKind, RewriteSummary } from '@millrace/engine';
import {
  type Counter,
  collectDefaultMetrics,
  Gauge,
  type Histogram,
  Counter as PromCounter,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import type { ExecutorObserver } from '../execution/executor.ts';
import { RewriteMetrics } from './rewrite-metrics.ts';

/** Topics, and groups, with series of their own; the others share the label `other`, so that a client cannot make series without end. */
const maxLabels = 1_000;

const latencySeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Why a socket ended, as its metric and its log line name it. */
export type SocketOutcome =
  | 'CLIENT_CLOSED'
  | 'PROTOCOL_ERROR'
  | 'SLOW_CONSUMER'
  | 'KEEP_ALIVE_TIMEOUT'
  | 'SHUTTING_DOWN'
  | 'INTERNAL';

/** What /metrics shows, in Prometheus's words. One for each process's API. */
export class Metrics implements EngineObserver, ExecutorObserver {
  readonly registry = new Registry();
  readonly sockets: Gauge;
  readonly subscriptions: Gauge;
  readonly #recordsIn = this.#perTopic('millrace_records_in_total', 'Records appended.');
  readonly #bytesIn = this.#perTopic('millrace_bytes_in_total', 'Bytes of keys, values and headers appended.');
  readonly #recordsOut = this.#perTopic('millrace_records_out_total', 'Records read from the log.');
  readonly #bytesOut = this.#perTopic('millrace_bytes_out_total', 'Bytes of records read from the log.');
  readonly #append = this.#latency('millrace_append_duration_seconds', 'From a call of append to its acknowledgement.');
  readonly #fetch = this.#latency('millrace_fetch_duration_seconds', 'One read of batches from the database.');
  readonly #commit = this.#latency(
    'millrace_commit_duration_seconds',
    'From a commit of offsets to its acknowledgement.',
  );
  readonly #producerCalls: Counter<'outcome'>;
  readonly #committedPartitions: Counter;
  readonly #rebalances: Counter<'group'>;
  readonly #transaction = this.#latency(
    'millrace_transaction_duration_seconds',
    "From a transaction's begin to its commit.",
  );
  readonly #transactions: Counter<'outcome'>;
  readonly #lostOffsets: Counter<'group'>;
  readonly #expiredSegments: Counter<'topic' | 'reason'>;
  readonly #expiredBytes = this.#perTopic(
    'millrace_expired_bytes_total',
    'Bytes on disk of segments this node has taken out of the log.',
  );
  readonly #rewrites = new RewriteMetrics(this.registry);
  readonly #outboxRelayed = this.#perTopic(
    'millrace_outbox_relayed_total',
    'Records of the outbox this node has appended to a topic.',
  );
  readonly #outboxLag = this.#latency(
    'millrace_outbox_lag_seconds',
    'From the call that produced the first record of a step of the relay to its append.',
  );
  readonly #outboxWaiting: Gauge;
  readonly #outboxDead: Counter;
  readonly #searchedRecords = this.#perTopic(
    'millrace_searched_records_total',
    'Records that pages with a filter have looked at.',
  );
  readonly #search = this.#latency('millrace_search_duration_seconds', 'One page of records with a filter.');
  readonly #keyIndexes = this.#perTopic('millrace_key_indexes_built_total', 'Key indexes this node has made.');
  readonly #keyIndexBuild = this.#latency(
    'millrace_key_index_build_duration_seconds',
    'Making the key index of a segment.',
  );
  /** By lane: it changes with every call, and is only shown where somebody looks. */
  readonly #laneQueueBytes: number[] = [];
  readonly #operations: Counter<'type' | 'field' | 'outcome'>;
  readonly #operationDuration: Histogram<'type'>;
  readonly #socketsEnded: Counter<'outcome'>;
  readonly #topics = new Set<string>();
  readonly #groups = new Set<string>();

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.sockets = new Gauge({ name: 'millrace_sockets', help: 'Open WebSockets.', registers });
    this.subscriptions = new Gauge({ name: 'millrace_subscriptions', help: 'Running subscriptions.', registers });
    const waiting = this.#laneQueueBytes;
    new Gauge({
      name: 'millrace_lane_queue_bytes',
      help: 'Bytes that wait in the queue of an append lane.',
      labelNames: ['lane'],
      registers,
      collect() {
        for (const [lane, bytes] of waiting.entries()) if (bytes !== undefined) this.set({ lane }, bytes);
      },
    });
    this.#producerCalls = new PromCounter({
      name: 'millrace_producer_calls_total',
      help: 'Calls with a producer that were not appended: DUPLICATE (they were before), or the code of the error.',
      labelNames: ['outcome'],
      registers,
    });
    this.#outboxWaiting = new Gauge({
      name: 'millrace_outbox_waiting_records',
      help: 'Committed records that wait in the outbox, up to 100,000, as the node that relays sees them; 0 on the others.',
      registers,
    });
    this.#outboxDead = new PromCounter({
      name: 'millrace_outbox_dead_total',
      help: 'Records of the outbox appended nowhere, because their topic was deleted after they were produced.',
      registers,
    });
    this.#committedPartitions = new PromCounter({
      name: 'millrace_committed_offsets_total',
      help: 'Offsets committed by consumers, one a partition of a commit.',
      registers,
    });
    this.#rebalances = new PromCounter({
      name: 'millrace_rebalances_total',
      help: 'New generations this node has given a consumer group.',
      labelNames: ['group'],
      registers,
    });
    this.#transactions = new PromCounter({
      name: 'millrace_transactions_total',
      help: "Transactions by outcome: COMMITTED, the code of an error, or ROLLED_BACK for their callers' own.",
      labelNames: ['outcome'],
      registers,
    });
    this.#lostOffsets = new PromCounter({
      name: 'millrace_lost_offsets_total',
      help: 'Committed offsets behind records that the log has lost (a restore, a failover), found by members of this node.',
      labelNames: ['group'],
      registers,
    });
    this.#expiredSegments = new PromCounter({
      name: 'millrace_expired_segments_total',
      help: 'Segments this node has taken out of the log, by reason: DELETED, TIME or SIZE.',
      labelNames: ['topic', 'reason'],
      registers,
    });
    this.#operations = new PromCounter({
      name: 'millrace_graphql_operations_total',
      help: 'GraphQL operations by type, first root field and outcome (OK or an error code).',
      labelNames: ['type', 'field', 'outcome'],
      registers,
    });
    this.#operationDuration = new PromHistogram({
      name: 'millrace_graphql_operation_duration_seconds',
      help: 'Queries and mutations, from prepared to executed.',
      labelNames: ['type'],
      buckets: latencySeconds,
      registers,
    });
    this.#socketsEnded = new PromCounter({
      name: 'millrace_sockets_ended_total',
      help: 'WebSockets that ended, by outcome.',
      labelNames: ['outcome'],
      registers,
    });
  }

  appended(topic: string, records: number, bytes: number): void {
    const label = { topic: labelOf(topic, this.#topics) };
    this.#recordsIn.inc(label, records);
    this.#bytesIn.inc(label, bytes);
  }

  fetched(topic: string, records: number, bytes: number): void {
    const label = { topic: labelOf(topic, this.#topics) };
    this.#recordsOut.inc(label, records);
    this.#bytesOut.inc(label, bytes);
  }

  producerCall(outcome: string): void {
    this.#producerCalls.inc({ outcome });
  }

  appendLatency(ms: number): void {
    this.#append.observe(ms / 1000);
  }

  fetchLatency(ms: number): void {
    this.#fetch.observe(ms / 1000);
  }

  laneQueueBytes(lane: number, bytes: number): void {
    this.#laneQueueBytes[lane] = bytes;
  }

  committed(partitions: number): void {
    this.#committedPartitions.inc(partitions);
  }

  commitLatency(ms: number): void {
    this.#commit.observe(ms / 1000);
  }

  outboxRelayed(topic: string, records: number): void {
    this.#outboxRelayed.inc({ topic: labelOf(topic, this.#topics) }, records);
  }

  outboxLag(ms: number): void {
    this.#outboxLag.observe(ms / 1000);
  }

  outboxWaiting(records: number): void {
    this.#outboxWaiting.set(records);
  }

  outboxDead(records: number): void {
    this.#outboxDead.inc(records);
  }

  rebalanced(group: string): void {
    this.#rebalances.inc({ group: labelOf(group, this.#groups) });
  }

  transactionEnded(outcome: string, ms: number): void {
    this.#transactions.inc({ outcome });
    if (outcome === 'COMMITTED') this.#transaction.observe(ms / 1000);
  }

  offsetLost(group: string): void {
    this.#lostOffsets.inc({ group: labelOf(group, this.#groups) });
  }

  segmentExpired(topic: string, reason: string, bytes: number): void {
    const label = { topic: labelOf(topic, this.#topics) };
    this.#expiredSegments.inc({ ...label, reason });
    this.#expiredBytes.inc(label, bytes);
  }

  segmentsRewritten(topic: string, kind: RewriteKind, result: RewriteSummary): void {
    this.#rewrites.rewritten(labelOf(topic, this.#topics), kind, result);
  }

  searched(topic: string, records: number, ms: number): void {
    this.#searchedRecords.inc({ topic: labelOf(topic, this.#topics) }, records);
    this.#search.observe(ms / 1000);
  }

  keyIndexBuilt(topic: string, _bytes: number, ms: number): void {
    this.#keyIndexes.inc({ topic: labelOf(topic, this.#topics) });
    this.#keyIndexBuild.observe(ms / 1000);
  }

  operationEnded(type: string, field: string, outcome: string, durationMs: number): void {
    this.#operations.inc({ type, field, outcome });
    if (type === 'query' || type === 'mutation') this.#operationDuration.observe({ type }, durationMs / 1000);
  }

  socketEnded(outcome: SocketOutcome): void {
    this.#socketsEnded.inc({ outcome });
  }

  #perTopic(name: string, help: string): Counter<'topic'> {
    return new PromCounter({ name, help, labelNames: ['topic'], registers: [this.registry] });
  }

  #latency(name: string, help: string): Histogram {
    return new PromHistogram({ name, help, buckets: latencySeconds, registers: [this.registry] });
  }
}

function labelOf(name: string, known: Set<string>): string {
  if (!known.has(name)) {
    if (known.size >= maxLabels) return 'other';
    known.add(name);
  }
  return name;
}
