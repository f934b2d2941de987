import { type Clock, type Logger, MillraceError, silentLogger, systemClock } from '@millrace/core';
import type { Engine, ResetPolicy } from '@millrace/engine';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateBackend } from '../state/task-state.ts';
import { TableReader } from '../table/table-reader.ts';
import type { ErrorPolicies } from '../task/error-policy.ts';
import { noTotals } from '../task/task-meter.ts';
import { planTasks } from '../task/task-plan.ts';
import { UnreadableRows } from '../task/unreadable-rows.ts';
import { describeTopology } from '../topology/describe-topology.ts';
import { type SplitTopology, splitTopology } from '../topology/sub-topology.ts';
import type { Table } from '../topology/table.ts';
import { TopologyApp } from '../topology/topology-app.ts';
import { TopologyBuilder } from '../topology/topology-builder.ts';
import type { TopologyDescription } from '../topology/topology-description.ts';
import { ApplicationRunner } from './application-runner.ts';
import { Deferred } from './deferred.ts';
import { GlobalTables } from './global-tables.ts';
import { InstanceRegistry } from './instance-registry.ts';
import type { InstanceSnapshot, InstanceState } from './instance-snapshot.ts';
import { NodeRates } from './node-rates.ts';
import { type StreamsLimits, streamsLimits } from './streams-limits.ts';
import { lookAtTopics, makeOwnTopics } from './streams-topics.ts';

export interface StreamsOptions {
  /** Names the application: its consumer group, its stores and its own topics. 1 to 200 of a-z A-Z 0-9 . _ -. Kafka's application.id. */
  readonly applicationId: string;
  /** One that can do SQL in transactions. */
  readonly engine: Engine;
  /**
   * Where it starts in partitions of what it reads in which it has committed nothing: EARLIEST (the default), LATEST, behind what is there, or NONE, which
   * fails with NO_COMMITTED_OFFSET. Topics of its own are read whole. Kafka's auto.offset.reset, whose default is latest.
   */
  readonly resetPolicy?: ResetPolicy;
  /** What becomes of records that fail. Default FAIL for each. */
  readonly errors?: Partial<ErrorPolicies>;
  /** Whole numbers. INVALID_SETTINGS for one that is none, or no limit. */
  readonly limits?: Partial<StreamsLimits>;
  /** Whether state is kept only with keys that belong to their partition. Default true; false for a partitioner of your own. */
  readonly checkKeys?: boolean;
  /** How long this process may be silent before others take its tasks, ms. Default 10,000. */
  readonly sessionTimeoutMs?: number;
  /** Makes it a static member: back within the session timeout it has its tasks again. Kafka's group.instance.id. */
  readonly instanceId?: string;
  /** Of the program, for people. */
  readonly version?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Where state is kept. Default: in Postgres, beside the log. */
  readonly state?: StateBackend;
}

/** An application of stream processors: its topology, and an instance of it that runs in this process. */
export class Streams extends TopologyApp {
  readonly applicationId: string;
  readonly #options: StreamsOptions;
  readonly #policies: ErrorPolicies;
  readonly #limits: StreamsLimits;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #totals = noTotals();
  readonly #ended = new Deferred();
  #split: SplitTopology | undefined;
  #runner: ApplicationRunner | undefined;
  #globals: GlobalTables | undefined;
  #registry: InstanceRegistry | undefined;
  #rates: NodeRates | undefined;
  #state: InstanceState = 'STARTING';
  #error: unknown;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #failing: Promise<void> | undefined;

  constructor(options: StreamsOptions) {
    super(new TopologyBuilder(options.applicationId));
    this.applicationId = options.applicationId;
    this.#options = options;
    this.#policies = { decode: 'FAIL', process: 'FAIL', produce: 'FAIL', ...options.errors };
    this.#limits = streamsLimits(options.limits);
    this.#clock = options.clock ?? systemClock;
    this.#logger = (options.logger ?? silentLogger).child({ application: options.applicationId });
    // Whoever waits for it hears of it.
    this.#ended.promise.catch(() => undefined);
  }

  get state(): InstanceState {
    return this.#state;
  }

  /** Resolves once it was stopped; rejects with what it failed with. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** The topology as data. INVALID_TOPOLOGY. */
  describe(): TopologyDescription {
    return describeTopology(this.#splitTopology());
  }

  /**
   * Starts an instance: makes the topics of its own, joins, and processes. Resolves once it has its tasks. INVALID_TOPOLOGY, INCOMPATIBLE_TOPOLOGY,
   * TOPIC_NOT_FOUND, INCONSISTENT_GROUP for another version of the application that runs and reads other topics. SHUTTING_DOWN: it was
   * stopped; what has ended is not started again.
   */
  start(): Promise<void> {
    if (this.#stopping && !this.#starting) return Promise.reject(wasStopped());
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /**
   * Commits what is in hand and leaves: others have its tasks at once. An epoch that takes more than 8 s is left to them; a start that is under way
   * rejects with SHUTTING_DOWN. Also behind a failure it is to be called: until then the instance goes on telling others what it has failed with. The
   * engine stays open.
   *
   * @example
   * // A program that stops by itself when it is told to, and with an exit code when it fails.
   * for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.stop());
   * await app.ended.finally(() => app.stop()).finally(() => engine.close());
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Reads a table of this topology, once the application has started: all of it, whichever instance has it. INVALID_TOPOLOGY for one that is not
   * kept in a store.
   */
  read<K, V>(table: Table<K, V>): TableReader<K, V> {
    return new TableReader(this.#options.engine, this.applicationId, table);
  }

  /** How this instance is. */
  snapshot(): InstanceSnapshot {
    const error = this.#error;
    return {
      state: this.#state,
      error:
        error === undefined
          ? null
          : {
              code: error instanceof MillraceError ? error.code : 'PROCESSING_FAILED',
              message: error instanceof Error ? error.message : String(error),
            },
      tasks: this.#runner?.tasks.map((task) => task.snapshot) ?? [],
      rates: this.#rates?.read() ?? {},
      totals: { ...this.#totals },
    };
  }

  async #start(): Promise<void> {
    try {
      await this.#run();
      this.#assertStarting();
      this.#become('RUNNING');
    } catch (error) {
      await this.#fail(error);
      throw error;
    }
  }

  /** What has failed or was stopped meanwhile is not gone on with. */
  #assertStarting(): void {
    if (this.#state === 'FAILED') throw this.#error;
    if (this.#state !== 'STARTING') throw wasStopped();
  }

  async #run(): Promise<void> {
    const {
      engine,
      applicationId,
      checkKeys = true,
      resetPolicy,
      sessionTimeoutMs,
      instanceId,
      version,
    } = this.#options;
    if (!engine.capabilities.has('SQL_IN_TRANSACTIONS')) {
      throw new MillraceError('INVALID_INPUT', 'Stream processors need an engine that can do SQL in transactions.');
    }
    const split = this.#splitTopology();
    this.builder.freeze();
    const deadLetterTopics = Object.values(this.#policies).flatMap((policy) =>
      typeof policy === 'string' ? [] : [policy.deadLetterTopic],
    );
    const counts = await lookAtTopics(engine.topics, this.builder, split, deadLetterTopics);
    this.#registry = new InstanceRegistry({
      engine,
      registration: { applicationId, topology: describeTopology(split) },
      snapshot: () => this.snapshot(),
      version,
      clock: this.#clock,
      logger: this.#logger,
    });
    // Before its topics are made: from here on nobody resets the application.
    await this.#registry.start();
    await makeOwnTopics(engine.topics, this.builder, counts);
    this.#assertStarting();
    const onFailed = (error: unknown) => void this.#fail(error);
    this.#globals = new GlobalTables({
      engine,
      clock: this.#clock,
      nodes: split.globals,
      maxBytes: this.#limits.maxGlobalTableBytes,
      unreadable: new UnreadableRows(this.#policies.decode, (error) => {
        if (error.outcome === 'SKIPPED') this.#totals.skippedRecords += 1;
        this.#registry?.report(error);
      }),
      onFailed,
    });
    await this.#globals.start();
    this.#assertStarting();
    this.#runner = new ApplicationRunner({
      applicationId,
      engine,
      backend:
        this.#options.state ??
        new PostgresStateBackend({ engine, applicationId, clock: this.#clock, logger: this.#logger }),
      plans: split.subTopologies.map((sub) => planTasks(sub, counts, checkKeys)),
      globals: this.#globals,
      policies: this.#policies,
      limits: this.#limits,
      resetPolicy,
      sessionTimeoutMs,
      instanceId,
      clientId: `${applicationId}-${this.#registry.instanceId.slice(0, 8)}`,
      clock: this.#clock,
      logger: this.#logger,
      totals: this.#totals,
      report: (error) => this.#registry?.report(error),
      onFailed,
    });
    this.#rates = new NodeRates(this.#clock, () => this.#runner?.nodeCounts() ?? new Map());
    await this.#runner.start();
  }

  async #stop(): Promise<void> {
    const hasFailed = this.#state === 'FAILED';
    if (!hasFailed) {
      this.#become('STOPPING');
      // Also what is just being started: it comes to its end with it.
      await this.#leave();
    }
    await this.#starting?.catch(() => undefined);
    await this.#failing;
    if (!hasFailed) this.#become('STOPPED');
    await this.#registry?.close();
    this.#ended.resolve();
  }

  /** The first failure counts. Never rejects. */
  #fail(error: unknown): Promise<void> {
    if (this.#state === 'STOPPING' || this.#state === 'STOPPED') return Promise.resolve();
    this.#failing ??= this.#failWith(error);
    return this.#failing;
  }

  async #failWith(error: unknown): Promise<void> {
    this.#error = error;
    this.#become('FAILED');
    this.#logger.error({ error }, 'The application has failed and stopped');
    await this.#leave();
    this.#ended.reject(error);
  }

  async #leave(): Promise<void> {
    await this.#runner?.stop().catch((error) => this.#logger.warn({ error }, 'The instance did not end as it should'));
    this.#globals?.close();
  }

  #become(state: InstanceState): void {
    this.#state = state;
    this.#registry?.announce();
  }

  #splitTopology(): SplitTopology {
    this.#split ??= splitTopology(this.builder);
    return this.#split;
  }
}

function wasStopped(): MillraceError {
  return new MillraceError('SHUTTING_DOWN', 'The application was stopped before it was started: make another one.');
}

/**
 * An application of stream processors. Write its topology down, then `start()`; start the program again, here or elsewhere, and the work is
 * shared. Kafka Streams' KafkaStreams.
 *
 * @example
 * const app = createStreams({ applicationId: 'widgets', engine });
 * app.stream<string, Widget>('widgets').pipe(filter(({ value }) => value.colour === 'RED'), to('widgets_red'));
 * await app.start();
 */
export function createStreams(options: StreamsOptions): Streams {
  return new Streams(options);
}
