import { type Clock, MillraceError, type Timer } from '@millrace/core';
import type { Engine, RecordBatch } from '@millrace/engine';
import type { GlobalRows } from '../epoch/global-rows.ts';
import type { GlobalRow } from '../record/global-row.ts';
import type { GlobalRowError } from '../record/global-row-error.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { UnreadableRows } from '../task/unreadable-rows.ts';
import type { GlobalNode } from '../topology/node.ts';

export interface GlobalTablesOptions {
  readonly engine: Pick<Engine, 'read' | 'topics'>;
  readonly clock: Clock;
  readonly nodes: readonly GlobalNode[];
  /** Keys and values of all of them. */
  readonly maxBytes: number;
  readonly unreadable: UnreadableRows;
  /** They cannot be kept up any more. */
  readonly onFailed: (error: unknown) => void;
}

/** How often it is looked whether a topic has got more partitions, ms: the engine has heard of it, and asks nobody. */
const lookMs = 1_000;

/** The topics that every instance keeps whole: read to their ends before anything is processed, and on from there. */
export class GlobalTables implements GlobalRows {
  readonly #options: GlobalTablesOptions;
  readonly #tables = new Map<string, Map<StateKey, GlobalRow>>();
  readonly #ended = new AbortController();
  /** Partitions of each topic that are read. */
  readonly #counts = new Map<string, number>();
  #look: Timer | undefined;
  #bytes = 0;

  constructor(options: GlobalTablesOptions) {
    this.#options = options;
    for (const { topic } of options.nodes) this.#tables.set(topic, new Map());
  }

  rows(topic: string): ReadonlyMap<StateKey, GlobalRow> {
    return this.#tables.get(topic) as Map<StateKey, GlobalRow>;
  }

  unreadable(error: GlobalRowError, task: string): void {
    this.#options.unreadable.meet(error, task);
  }

  /** Resolves when all that was there has been read, or they were closed before. LIMIT_EXCEEDED. */
  async start(): Promise<void> {
    await Promise.all([...this.#tables.keys()].map((topic) => this.#load(topic)));
    if (this.#tables.size > 0) this.#lookLater();
  }

  close(): void {
    this.#ended.abort();
    this.#look?.cancel();
  }

  async #load(topic: string): Promise<void> {
    const bounds = await this.#options.engine.topics.bounds(topic);
    this.#counts.set(topic, bounds.length);
    const missing = new Map(
      bounds
        .filter(({ logStartOffset, endOffset }) => endOffset > logStartOffset)
        .map(({ partition, endOffset }) => [partition, endOffset]),
    );
    const batches = this.#read(topic, 0, bounds.length);
    while (missing.size > 0) {
      const { done, value: batch } = await batches.next();
      if (done) return;
      this.#apply(batch);
      if (batch.nextOffset >= (missing.get(batch.partition) ?? 0)) missing.delete(batch.partition);
    }
    void this.#follow(batches);
  }

  /** Partitions from one number up to another. */
  #read(topic: string, from: number, to: number): AsyncIterableIterator<RecordBatch> {
    return this.#options.engine.read({
      topics: [topic],
      partitions: Array.from({ length: to - from }, (_, i) => from + i),
      from: { edge: 'EARLIEST' },
      maxRecords: 5_000,
      signal: this.#ended.signal,
    });
  }

  #lookLater(): void {
    if (this.#ended.signal.aborted) return;
    this.#look = this.#options.clock.schedule(lookMs, () => void this.#readMore().finally(() => this.#lookLater()));
  }

  /** Partitions that topics have got since. */
  async #readMore(): Promise<void> {
    for (const [topic, count] of this.#counts) {
      // That there is none any more, its readers are told.
      const found = await this.#options.engine.topics.describe(topic).catch(() => null);
      if (!found || found.partitionCount <= count) continue;
      this.#counts.set(topic, found.partitionCount);
      void this.#follow(this.#read(topic, count, found.partitionCount));
    }
  }

  async #follow(batches: AsyncIterableIterator<RecordBatch>): Promise<void> {
    try {
      for await (const batch of batches) this.#apply(batch);
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#options.onFailed(error);
    }
  }

  #apply(batch: RecordBatch): void {
    const { partition } = batch;
    const rows = this.#tables.get(batch.topic) as Map<StateKey, GlobalRow>;
    for (let i = 0; i < batch.count; i++) {
      const bytes = batch.key(i);
      if (!bytes) continue;
      const key = stateKeyOf(bytes);
      const before = rows.get(key);
      if (before) this.#bytes -= key.length + before.value.length;
      const value = batch.value(i);
      if (value) {
        // Of its own: the batch goes.
        rows.set(key, { value: Buffer.from(value), partition, offset: batch.offset(i) });
        this.#bytes += key.length + value.length;
      } else rows.delete(key);
    }
    if (this.#bytes > this.#options.maxBytes) throw tooLarge(this.#options.maxBytes);
  }
}

function tooLarge(maxBytes: number): MillraceError {
  return new MillraceError(
    'LIMIT_EXCEEDED',
    `The global tables of an instance have more than ${maxBytes} bytes (maxGlobalTableBytes): join with a table, which is kept in Postgres and shared by all instances, or raise the limit.`,
    { details: { limit: 'maxGlobalTableBytes', value: maxBytes } },
  );
}
