import type { Consumer, OffsetToCommit, RecordsEvent } from '../consumer/consumer.ts';
import type { Producer } from '../producer/producer.ts';
import type { BatchBuilder } from '../record/batch-builder.ts';
import type { RecordToAppend } from '../record/record.ts';

/** Offsets that a member commits, whichever node it lives in. */
export interface OffsetsOfMember {
  readonly group: string;
  readonly memberId: string;
  /** That of the assignment under which the member got the records. */
  readonly generation: number;
  readonly offsets: readonly OffsetToCommit[];
}

/** Records of one topic. */
export interface RecordsToAppend {
  readonly topic: string;
  /** 1 to `limits.maxRecordsPerCall` records, one by one or written into a row: quicker where there are thousands. */
  readonly records: readonly RecordToAppend[] | BatchBuilder;
}

/** A statement whose result nobody needs before the commit. */
export interface DeferredStatement {
  /** One statement; the same text is prepared once a session. */
  readonly sql: string;
  /** In Postgres's binary form; a number is a bigint. */
  readonly parameters: readonly (Buffer | number | null)[];
}

/** What came of a caller's statement. */
export interface SqlResult<R> {
  readonly rows: R[];
  /** Rows that were read or changed; null for a statement that counts none. */
  readonly rowCount: number | null;
}

/**
 * What `engine.transaction` hands to its callback, until that has settled; later calls are TRANSACTION_ENDED. Appends and commits
 * are checked and kept, and done at the end; one that is refused fails the transaction, also where its error is caught.
 */
export interface Transaction {
  /**
   * Aborted when the transaction ends before its callback has settled: by its time limit, by the caller's signal or because the node stops.
   */
  readonly signal: AbortSignal;
  /**
   * Records of one topic, behind those of earlier calls in the same partitions. Resolves once they are checked: their offsets are in the
   * transaction's result. They are not copied: leave them as they are until the transaction has ended. Refused as `engine.append`
   * refuses, and where the transaction gets too large: TOO_MANY_RECORDS, CALL_TOO_LARGE, LIMIT_EXCEEDED for partitions; QUEUE_FULL when
   * all transactions of the node hold too much.
   */
  append(input: RecordsToAppend): Promise<void>;
  /**
   * Offsets of a consumer of this engine, as its `commit` takes them: a batch that was handed out, or any of owned partitions. The transaction
   * fails with FENCED_MEMBER or ILLEGAL_GENERATION if the partition has moved by its end.
   */
  commit(consumer: Consumer, what: RecordsEvent | readonly OffsetToCommit[]): Promise<void>;
  /** The same for a member of any node. GROUP_NOT_FOUND, UNKNOWN_MEMBER, OFFSET_OUT_OF_RANGE. */
  commitOffsets(input: OffsetsOfMember): Promise<void>;
  /**
   * A statement of the caller's own, in the transaction, with what `pg` makes of its result. READ COMMITTED: each sees what was
   * committed before it. Errors are those of `pg`; behind one nothing of the transaction can be committed, unless the caller goes
   * back to a savepoint of its own. Only where the engine has the capability SQL_IN_TRANSACTIONS.
   */
  query<R extends object = { [column: string]: unknown }>(
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<SqlResult<R>>;
  /**
   * A statement that runs at the end, in the round trip of the commit, before what is appended: it costs none of its own. What it is refused
   * with fails the transaction. It must leave settings, roles and prepared statements as they are. SQL_IN_TRANSACTIONS.
   */
  defer(statement: DeferredStatement): void;
}

export interface TransactionOptions {
  /**
   * Who does it, as `initProducer` said. PRODUCER_FENCED once somebody else has taken its transactional id over, whichever comes
   * first: `initProducer` waits for a transaction that is in its commit, and one that comes to it later is refused. UNKNOWN_PRODUCER_ID.
   */
  readonly producer?: Producer | undefined;
  /**
   * Makes it safe to do again when its end was not heard of (UNKNOWN_OUTCOME is retriable then): a transaction whose key has been
   * committed is refused with DUPLICATE_TRANSACTION, also one that does something else. 1 to 249 characters, kept for `transactionKeyMs`.
   */
  readonly idempotencyKey?: string | undefined;
  /**
   * How long it may take from its begin to its commit, ms: 1 to the engine's `transactionTimeoutMs`, which is the default. Then it is rolled
   * back with TRANSACTION_TIMEOUT.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How long the server waits for the next of its statements before it rolls it back, ms: by default a second more than `timeoutMs`, which is
   * as long as a frozen process holds what it has locked, and which more than that is taken for. Less, of 100 on, where others wait for that.
   * TRANSACTION_TIMEOUT.
   */
  readonly idleTimeoutMs?: number | undefined;
  /** Rolls it back; too late once its commit is on its way. */
  readonly signal?: AbortSignal | undefined;
}

export type TransactionWork<T> = (tx: Transaction) => T | PromiseLike<T>;
