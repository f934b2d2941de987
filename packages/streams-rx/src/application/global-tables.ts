import { MillraceError } from '@millrace/core';
import type { Engine, RecordBatch } from '@millrace/engine';
import type { GlobalRows } from '../epoch/global-rows.ts';
import type { GlobalRow } from '../record/global-row.ts';
import type { GlobalRowError } from '../record/global-row-error.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { UnreadableRows } from '../task/unreadable-rows.ts';
import type { GlobalNode } from '../topology/node.ts';

export interface GlobalTablesOptions {
  readonly engine: Pick<Engine, 'read' | 'topics'>;
  readonly nodes: readonly GlobalNode[];
  /** Keys and values of all of them. */
  readonly maxBytes: number;
  readonly unreadable: UnreadableRows;
  /** They cannot be kept up any more. */
  readonly onFailed: (error: unknown) => void;
}

/** The topics that every instance keeps whole: read to their ends before anything is processed, and on from there. */
export class GlobalTables implements GlobalRows {
  readonly #options: GlobalTablesOptions;
  readonly #tables = new Map<string, Map<StateKey, GlobalRow>>();
  readonly #ended = new AbortController();
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
  }

  close(): void {
    this.#ended.abort();
  }

  async #load(topic: string): Promise<void> {
    const { engine } = this.#options;
    const bounds = await engine.topics.bounds(topic);
    const missing = new Map(
      bounds
        .filter(({ logStartOffset, endOffset }) => endOffset > logStartOffset)
        .map(({ partition, endOffset }) => [partition, endOffset]),
    );
    const batches = engine.read({
      topics: [topic],
      from: { edge: 'EARLIEST' },
      maxRecords: 5_000,
      signal: this.#ended.signal,
    });
    while (missing.size > 0) {
      const { done, value: batch } = await batches.next();
      if (done) return;
      this.#apply(batch);
      if (batch.nextOffset >= (missing.get(batch.partition) ?? 0)) missing.delete(batch.partition);
    }
    void this.#follow(batches);
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
