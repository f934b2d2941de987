import { MillraceError } from '@millrace/core';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import type { AppendResult, TransactionResult } from '../engine.ts';
import { CommitAttempts, type RunningOptions } from './commit-attempts.ts';
import { SqlTransaction } from './sql-transaction.ts';
import type { SqlResult, Transaction, TransactionWork } from './transaction.ts';
import { TransactionBuffer } from './transaction-buffer.ts';
import { usedAfterEnd } from './transaction-errors.ts';
import type { TransactionParts } from './transaction-parts.ts';

/** Its callback runs; it commits; it has ended. */
type State = 'OPEN' | 'COMMITTING' | 'ENDED';

/** One transaction, from its callback's first step until it is committed or rolled back. */
export class RunningTransaction {
  readonly #parts: TransactionParts;
  readonly #options: RunningOptions;
  readonly #buffer: TransactionBuffer;
  readonly #sql: SqlTransaction;
  readonly #interrupted = new AbortController();
  /** Calls that have not settled: the callback need not have awaited them. */
  readonly #underWay = new Set<Promise<unknown>>();
  /** What an append or a commit was refused with: it fails the transaction, caught or not. */
  #refusal: { readonly error: unknown } | undefined;
  #state: State = 'OPEN';

  constructor(parts: TransactionParts, options: RunningOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#buffer = new TransactionBuffer(parts);
    this.#sql = new SqlTransaction(parts, options, this.#interrupted.signal);
  }

  /** Ends it, unless its commit is on its way: then that settles it. */
  interrupt(reason: unknown): void {
    if (this.#interrupted.signal.aborted) return;
    this.#interrupted.abort(reason);
    if (this.#state === 'OPEN') this.#sql.cut(reason);
  }

  async run<T>(work: TransactionWork<T>): Promise<TransactionResult<T>> {
    let committed = false;
    try {
      const value = await this.#unlessInterrupted(this.#call(work));
      await this.#unlessInterrupted(this.#settled());
      this.#state = 'COMMITTING';
      const appends = await this.#commit();
      committed = true;
      this.#tell(appends);
      return { value, appends };
    } finally {
      this.#state = 'ENDED';
      this.#buffer.release();
      await this.#sql.end({ committed });
    }
  }

  #commit(): Promise<readonly AppendResult[]> {
    return new CommitAttempts({
      ...this.#options,
      parts: this.#parts,
      buffer: this.#buffer,
      sql: this.#sql,
      signal: this.#interrupted.signal,
    }).run();
  }

  /** What the callback gets: it may take it apart. */
  get #handle(): Transaction {
    const { findConsumer, prepareCommit } = this.#parts;
    return {
      signal: this.#interrupted.signal,
      append: (input) => this.#keep('append', () => this.#buffer.append(input)),
      commit: (consumer, what) =>
        this.#keep('commit', async () => {
          const own = findConsumer(consumer);
          if (!own) throw foreignConsumer();
          this.#addCommit(await own.prepareCommit(what));
        }),
      commitOffsets: (input) => this.#keep('commitOffsets', async () => this.#addCommit(await prepareCommit(input))),
      defer: (statement) => {
        this.#assertOpen('defer');
        try {
          this.#buffer.defer(statement);
        } catch (error) {
          this.#refusal ??= { error };
          throw error;
        }
      },
      query: <R extends object>(sql: string, parameters?: readonly unknown[]) =>
        this.#follow(this.#query<R>(sql, parameters)),
    };
  }

  async #query<R extends object>(sql: string, parameters: readonly unknown[] | undefined): Promise<SqlResult<R>> {
    this.#assertOpen('query');
    const { rows, rowCount } = await this.#sql.query(sql, parameters);
    return { rows, rowCount };
  }

  #addCommit(commit: PreparedCommit): void {
    // The callback may have settled while it was looked up.
    if (this.#state === 'OPEN') this.#buffer.commit(commit);
  }

  async #call<T>(work: TransactionWork<T>): Promise<T> {
    return work(this.#handle);
  }

  /** A call whose refusal fails the transaction. */
  #keep(call: string, work: () => Promise<void>): Promise<void> {
    const kept = (async () => {
      this.#assertOpen(call);
      try {
        await work();
      } catch (error) {
        this.#refusal ??= { error };
        throw error;
      }
    })();
    return this.#follow(kept);
  }

  /** What is given back is what has a listener: a call that nobody awaits must not end the process. */
  #follow<T>(call: Promise<T>): Promise<T> {
    this.#underWay.add(call);
    const done = () => this.#underWay.delete(call);
    call.then(done, done);
    return call;
  }

  #assertOpen(call: string): void {
    if (this.#interrupted.signal.aborted) throw this.#interrupted.signal.reason;
    if (this.#state !== 'OPEN') throw usedAfterEnd(call);
  }

  /** Waits for calls that the callback did not await. */
  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    if (this.#refusal) throw this.#refusal.error;
  }

  #unlessInterrupted<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#interrupted;
    return new Promise((resolve, reject) => {
      const interrupted = () => reject(signal.reason);
      if (signal.aborted) interrupted();
      else signal.addEventListener('abort', interrupted, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', interrupted));
    });
  }

  /** Those who want to know of what was committed. */
  #tell(appends: readonly AppendResult[]): void {
    const { observer, onOffsetsCommitted, producerUse } = this.#parts;
    if (this.#options.producer) producerUse.note(this.#options.producer);
    const calls = this.#buffer.calls();
    for (const [i, { topic, count }] of appends.entries()) observer.appended(topic, count, calls[i]?.byteSize ?? 0);
    let partitions = 0;
    for (const commit of this.#buffer.commits) {
      partitions += commit.request.partitions.length;
      commit.committed();
    }
    if (partitions === 0) return;
    observer.committed(partitions);
    onOffsetsCommitted(partitions);
  }
}

function foreignConsumer(): MillraceError {
  return new MillraceError(
    'INVALID_INPUT',
    'A transaction commits for consumers of its own engine that have begun to read. For a member of another node use commitOffsets.',
  );
}
