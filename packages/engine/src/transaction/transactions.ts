import { MillraceError } from '@millrace/core';
import type { TransactionResult } from '../engine.ts';
import { PeriodicWork } from '../segment/periodic-work.ts';
import { RunningTransaction } from './running-transaction.ts';
import type { TransactionOptions, TransactionWork } from './transaction.ts';
import { transactionTimeout } from './transaction-errors.ts';
import { assertKey, forgetKeys } from './transaction-keys.ts';
import type { TransactionParts } from './transaction-parts.ts';

/** How often old idempotency keys are looked for. */
const forgetEveryMs = 600_000;
/** How long a node that stops lets callbacks go on before it rolls their transactions back. */
const closeWaitMs = 2_000;

const shuttingDown = () =>
  new MillraceError(
    'SHUTTING_DOWN',
    'This node is stopping, and the transaction was rolled back: do it again on another one.',
  );

const isInt4 = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31;

/** The transactions of a node. */
export class Transactions {
  readonly #parts: TransactionParts;
  readonly #running = new Map<RunningTransaction, Promise<unknown>>();
  #closed = false;

  readonly #forgetting: PeriodicWork;

  constructor(parts: TransactionParts) {
    this.#parts = parts;
    const { clock, logger, limits, pool } = parts;
    this.#forgetting = new PeriodicWork({
      clock,
      logger,
      intervalMs: forgetEveryMs,
      work: async (signal) => void (await forgetKeys(pool, limits.transactionKeyMs, signal)),
      failure: 'Forgetting old keys of transactions failed; it is tried again',
    });
  }

  async run<T>(work: TransactionWork<T>, options: TransactionOptions = {}): Promise<TransactionResult<T>> {
    const { clock, limits, observer } = this.#parts;
    const {
      timeoutMs = limits.transactionTimeoutMs,
      idleTimeoutMs = timeoutMs + 1_000,
      producer,
      idempotencyKey,
      signal,
    } = options;
    if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > limits.transactionTimeoutMs) {
      throw new MillraceError(
        'INVALID_INPUT',
        `timeoutMs is 1 to ${limits.transactionTimeoutMs} milliseconds, not ${timeoutMs}.`,
      );
    }
    if (!Number.isInteger(idleTimeoutMs) || idleTimeoutMs < 100) {
      throw new MillraceError('INVALID_INPUT', `idleTimeoutMs is 100 milliseconds or more, not ${idleTimeoutMs}.`);
    }
    if (producer && !(isInt4(producer.id) && isInt4(producer.epoch))) {
      throw new MillraceError('INVALID_INPUT', 'A producer is what initProducer gave: its id and its epoch.');
    }
    if (idempotencyKey !== undefined) assertKey(idempotencyKey);
    if (this.#closed) throw shuttingDown();
    signal?.throwIfAborted();
    if (this.#running.size >= limits.maxTransactions) {
      throw new MillraceError(
        'QUEUE_FULL',
        `${this.#running.size} transactions are under way already. Do this one again in a moment.`,
      );
    }
    const transaction = new RunningTransaction(this.#parts, {
      timeoutMs,
      idleTimeoutMs: Math.min(idleTimeoutMs, timeoutMs + 1_000),
      producer,
      idempotencyKey,
    });
    const timer = clock.schedule(timeoutMs, () => transaction.interrupt(transactionTimeout(timeoutMs)));
    const aborted = () => transaction.interrupt(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    const startedAt = clock.monotonic();
    const ended = (outcome: string) => observer.transactionEnded(outcome, clock.monotonic() - startedAt);
    const running = transaction.run(work);
    this.#running.set(transaction, running);
    try {
      const result = await running;
      ended('COMMITTED');
      return result;
    } catch (error) {
      ended(error instanceof MillraceError ? error.code : 'ROLLED_BACK');
      throw error;
    } finally {
      this.#running.delete(transaction);
      timer.cancel();
      signal?.removeEventListener('abort', aborted);
    }
  }

  /** Lets those that are under way end, for a while. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#forgetting.close();
    if (this.#running.size > 0) {
      const timer = this.#parts.clock.schedule(closeWaitMs, () => {
        for (const transaction of this.#running.keys()) transaction.interrupt(shuttingDown());
      });
      await Promise.allSettled(this.#running.values());
      timer.cancel();
    }
    await this.#parts.sessions.close();
  }
}
