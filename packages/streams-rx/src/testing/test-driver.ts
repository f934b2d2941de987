import { FakeClock } from '@millrace/core/testing';
import type { RecordToAppend } from '@millrace/engine';
import { defaultStreamsLimits } from '../application/streams-limits.ts';
import type { GlobalRow } from '../record/global-row.ts';
import { MemoryStateBackend } from '../state/memory-state-backend.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { StateEntry } from '../state/task-state.ts';
import type { ErrorPolicies } from '../task/error-policy.ts';
import { planTasks, type TaskPlan } from '../task/task-plan.ts';
import { UnreadableRows } from '../task/unreadable-rows.ts';
import { describeTopology } from '../topology/describe-topology.ts';
import { partitionCounts } from '../topology/partition-counts.ts';
import { resolveSerdes, serdesOf } from '../topology/resolve-serdes.ts';
import { type SplitTopology, splitTopology } from '../topology/sub-topology.ts';
import { TopologyApp } from '../topology/topology-app.ts';
import { TopologyBuilder } from '../topology/topology-builder.ts';
import type { TopologyDescription } from '../topology/topology-description.ts';
import { type EpochSizes, epochSizes } from './epoch-sizes.ts';
import { TestTask, type TestTransaction } from './test-task.ts';
import { type TestInput, type TestOutput, TestTopic, type TestTopicOptions } from './test-topic.ts';

export interface TestDriverOptions {
  /** Topics that are not of the default: one partition, keys STRING, values JSON. */
  readonly topics?: { readonly [name: string]: TestTopicOptions };
  /** How what waits is cut into epochs. Default ALL. */
  readonly epochs?: EpochSizes;
  /** Default: every failure ends the test. */
  readonly errors?: Partial<ErrorPolicies>;
  readonly checkKeys?: boolean;
  /**
   * What SQL of `onCommit` runs in: a transaction of a database of the test's own, `(work) => engine.transaction(work)`, or what stands in for one. Called once for each epoch, and again for the
   * parts of one that has failed. Without it such SQL is INVALID_SETTINGS. State and topics of the driver are in no database: they are changed behind it.
   */
  readonly transaction?: TestTransaction;
  /** Of the wall clock at the start, ms since 1970. Default 0. */
  readonly startMs?: number;
}

/** A row of a table as the driver has it. */
export interface TestRow {
  readonly key: unknown;
  readonly value: unknown;
}

/**
 * Runs a topology without a database: records in, records out, the wall clock moved by hand. What it does depends on nothing but what it is
 * given. Decoded keys and values are frozen: a function that changes what it is given fails with a TypeError, where an application would go on with
 * a value that others see, too. Kafka Streams' TopologyTestDriver.
 *
 * @example
 * const driver = await TestDriver.open((app) => app.stream('words').pipe(groupByKey(), countRecords(), toTable('counts')));
 * driver.pipe('words', [{ key: 'a', value: 1 }, { key: 'a', value: 2 }]);
 * await driver.run();
 * driver.table('counts'); // [{ key: 'a', value: 2 }]
 */
export class TestDriver {
  readonly clock: FakeClock;
  readonly counts = { late: 0, skipped: 0 };
  readonly #options: TestDriverOptions;
  readonly #builder: TopologyBuilder;
  readonly #split: SplitTopology;
  readonly #topics = new Map<string, TestTopic>();
  readonly #global = new Map<string, Map<StateKey, GlobalRow>>();
  readonly #policies: ErrorPolicies;
  readonly #unreadable: UnreadableRows;
  readonly #backend = new MemoryStateBackend();
  readonly #nextSize: () => number;
  #tasks: { readonly plan: TaskPlan; readonly tasks: readonly TestTask[] }[] = [];

  private constructor(define: (app: TopologyApp) => unknown, options: TestDriverOptions) {
    this.#options = options;
    this.clock = new FakeClock(options.startMs ?? 0);
    this.#policies = { decode: 'FAIL', process: 'FAIL', produce: 'FAIL', ...options.errors };
    this.#unreadable = new UnreadableRows(this.#policies.decode, ({ outcome }) => {
      if (outcome === 'SKIPPED') this.counts.skipped += 1;
    });
    this.#nextSize = epochSizes(options.epochs ?? 'ALL');
    this.#builder = new TopologyBuilder('test');
    define(new TopologyApp(this.#builder));
    this.#split = splitTopology(this.#builder);
  }

  /** INVALID_TOPOLOGY. */
  static async open(define: (app: TopologyApp) => unknown, options: TestDriverOptions = {}): Promise<TestDriver> {
    const driver = new TestDriver(define, options);
    await driver.#start();
    return driver;
  }

  get description(): TopologyDescription {
    return describeTopology(this.#split);
  }

  /** Puts records into a topic, in this order. PARTITION_NOT_FOUND. */
  pipe(topic: string, records: TestInput | readonly TestInput[]): void {
    const now = this.clock.now();
    for (const record of [records].flat() as TestInput[]) this.#append(topic, this.#topic(topic).encode(record, now));
  }

  /** Processes all that waits, and what comes of it. */
  async run(): Promise<void> {
    for (;;) {
      const waiting = this.#tasks.flatMap(({ tasks }) => tasks).find((task) => task.waiting > 0);
      if (!waiting) return;
      // To its end: what tasks before give comes before what they give later, however it was cut.
      while (waiting.waiting > 0) await waiting.step(this.#nextSize());
    }
  }

  /** Moves the wall clock, and gives every task that looks at it an epoch without a record. */
  async advanceWallClock(ms: number): Promise<void> {
    await this.run();
    this.clock.advance(ms);
    for (const { plan, tasks } of this.#tasks) {
      if (plan.wallClocksMs.length > 0) for (const task of tasks) await task.step(0);
    }
    await this.run();
  }

  /** All that was written into a topic, or was put there. */
  output(topic: string): readonly TestOutput[] {
    return this.#topic(topic).read();
  }

  /** The rows of a table that is kept in a store, by key, also those that have expired. */
  table(store: string): readonly TestRow[] {
    const found = this.#builder.stores.find(({ name }) => name === store);
    if (!found) throw new RangeError(`The topology has no store "${store}".`);
    const { keys, valueSerde } = found.options;
    return this.entries(store).map(({ key, value }) => ({
      key: keys.decode(key),
      value: valueSerde.deserialize(value),
    }));
  }

  /** What a store holds, as bytes. What has expired is among it: nothing is cleared away here. */
  entries(store: string): readonly StateEntry[] {
    return this.#backend
      .entries(store)
      .flatMap(({ entries }) => entries)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Topics that were written into or read, without those of the application's own. */
  get topics(): readonly string[] {
    return [...this.#topics.keys()].filter((name) => !name.endsWith('-repartition'));
  }

  async #start(): Promise<void> {
    const { nodes } = this.#builder;
    this.#builder.freeze();
    const external = nodes.flatMap((node) =>
      (node.kind === 'SOURCE' && !node.internal) || node.kind === 'GLOBAL' ? [node.topic] : [],
    );
    const counts = partitionCounts(
      this.#split,
      new Map(external.map((topic) => [topic, this.#topic(topic).partitions])),
    );
    for (const [topic, partitions] of counts) {
      if (!this.#topics.has(topic)) {
        const options = { partitions, keyFormat: 'BYTES', valueFormat: 'BYTES' } as const;
        this.#topics.set(topic, new TestTopic(topic, options));
      }
    }
    resolveSerdes(serdesOf(nodes), (topic) => this.#topic(topic));
    this.#tasks = await Promise.all(
      this.#split.subTopologies.map(async (sub) => {
        const plan = planTasks(sub, counts, this.#options.checkKeys ?? true);
        const partitions = Array.from({ length: plan.taskCount }, (_, partition) => partition);
        return { plan, tasks: await Promise.all(partitions.map((partition) => this.#open(plan, partition))) };
      }),
    );
  }

  async #open(plan: TaskPlan, partition: number): Promise<TestTask> {
    const stores = plan.subTopology.stores.map(({ spec }) => spec);
    return new TestTask({
      plan,
      partition,
      state: await this.#backend.open({ partition, stores }),
      clock: this.clock,
      limits: defaultStreamsLimits,
      policies: this.#policies,
      globals: {
        rows: (topic) => this.#global.get(topic) ?? new Map(),
        unreadable: (error, task) => this.#unreadable.meet(error, task),
      },
      transaction: this.#options.transaction,
      append: (topic, record) => this.#append(topic, record),
      assertPartition: (topic, partition) => this.#topic(topic).assertPartition(partition),
      counted: ({ late, skipped }) => {
        this.counts.late += late;
        this.counts.skipped += skipped;
      },
    });
  }

  #append(topic: string, record: RecordToAppend): void {
    const batch = this.#topic(topic).append(record, this.clock.now());
    for (const { plan, tasks } of this.#tasks) {
      const source = plan.sources.findIndex((each) => each.topic === topic);
      if (source >= 0) tasks[batch.partition]?.offer(source, batch);
    }
    if (!this.#split.globals.some((node) => node.topic === topic) || !record.key) return;
    const rows = this.#global.get(topic) ?? new Map<StateKey, GlobalRow>();
    this.#global.set(topic, rows);
    const key = stateKeyOf(record.key);
    if (record.value === null) rows.delete(key);
    else rows.set(key, { value: record.value, partition: batch.partition, offset: batch.offset(0) });
  }

  #topic(name: string): TestTopic {
    let topic = this.#topics.get(name);
    if (!topic) {
      topic = new TestTopic(name, this.#options.topics?.[name] ?? {});
      this.#topics.set(name, topic);
    }
    return topic;
  }
}
