import type { PipelineWriter, PreparedStatement } from '@millrace/database';

/** Raises MR030 unless the transaction is still the one that was given this name. */
export const assertTransaction: PreparedStatement = {
  name: 'assert_transaction',
  text: 'select millrace.assert_transaction($1::text)',
};

/** What the append goes back to when it has to go again: what the caller's statements did stays. */
export const savepoint: PreparedStatement = { name: 'savepoint_millrace', text: 'savepoint millrace' };
export const rollbackToSavepoint = 'rollback to savepoint millrace; release savepoint millrace';
/** How long the server waits at least for the engine between two attempts, ms: what the caller may stand still is not for that. */
export const betweenAttemptsMs = 2_500;

/** Raises MR010 or MR011 unless the producer is known and of this epoch, which it stays until the end of the transaction. */
export const assertProducer: PreparedStatement = {
  name: 'assert_producer',
  text: 'select millrace.assert_producer($1::integer, $2::integer)',
};

/** How long the server lets a transaction wait; durations as Postgres writes them. */
export interface Waits {
  /** For a lock. */
  readonly lock: string;
  /** For its client. */
  readonly idle: string;
  /** For its end, where the server can (17 on). */
  readonly end: string;
}

/** While nobody waits for it: the caller's own statements. */
export function callersWaits(limits: { readonly timeoutMs: number; readonly idleTimeoutMs: number }): Waits {
  const { timeoutMs, idleTimeoutMs } = limits;
  return { lock: '4s', idle: `${idleTimeoutMs}ms`, end: `${timeoutMs + 11_000}ms` };
}

/** Those of a session, which are those of lanes: who holds partitions is not waited for. */
export const lockingWaits: Waits = { lock: '500ms', idle: `${betweenAttemptsMs}ms`, end: '10s' };
/** While a partition is held by somebody for longer: what else the transaction needs shall be free most of the time. */
export const contendedWaits: Waits = { ...lockingWaits, lock: '50ms' };

const hasTransactionTimeout = (serverVersion: number) => serverVersion >= 170_000;

/** Until the end of the transaction. A timer that runs is not set anew, so it is stopped first. */
const limitSql = `select set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)`;
const endSql = `, set_config('transaction_timeout', '0', true), set_config('transaction_timeout', $3, true)`;

/** Bound and executed. */
export function limitWaits(writer: PipelineWriter, serverVersion: number, waits: Waits): void {
  const withEnd = hasTransactionTimeout(serverVersion);
  writer.bind('', { name: 'limit_waits', text: withEnd ? limitSql + endSql : limitSql }, withEnd ? 3 : 2);
  writer.binary(Buffer.from(waits.lock));
  writer.binary(Buffer.from(waits.idle));
  if (withEnd) writer.binary(Buffer.from(waits.end));
  writer.execute('');
}

/** Names the transaction: the name goes with it, however it ends. */
export const nameTransaction: PreparedStatement = {
  name: 'name_transaction',
  text: `select set_config('millrace.transaction', $1, true)`,
};

/** Executes a statement that takes one text. */
export function runWithText(writer: PipelineWriter, statement: PreparedStatement, text: string): void {
  writer.bind('', statement, 1);
  writer.binary(Buffer.from(text));
  writer.execute('');
}

export function sessionSettings(serverVersion: number): Record<string, string> {
  const { lock, idle, end } = lockingWaits;
  const settings = { lock_timeout: lock, idle_in_transaction_session_timeout: idle };
  return hasTransactionTimeout(serverVersion) ? { ...settings, transaction_timeout: end } : settings;
}
