import { isMillraceError } from '@millrace/core';
import { translatePostgresError } from '@millrace/database';
import { insertsProducerCalls } from '../producer/insert-calls.ts';
import type { AppendCall } from './append-call.ts';
import { appendFailure, wantsOtherSession } from './append-failure.ts';
import type { AppendLaneOptions } from './append-lane-options.ts';
import { insertNames } from './append-statements.ts';
import type { LaneConnection } from './lane-connection.ts';
import type { LaneProducerTables } from './lane-producer-tables.ts';
import type { LaneQueue } from './lane-queue.ts';
import { moveCall, type ReloadedTopics, reloadTopics } from './reload-topics.ts';

/** What becomes of the calls of a flush that failed, and of the session it ran on. */
export class FlushFailures {
  readonly #options: AppendLaneOptions;
  readonly #connection: LaneConnection;
  readonly #queue: LaneQueue;
  readonly #tables: LaneProducerTables;

  constructor(options: AppendLaneOptions, connection: LaneConnection, queue: LaneQueue, tables: LaneProducerTables) {
    this.#options = options;
    this.#connection = connection;
    this.#queue = queue;
    this.#tables = tables;
  }

  /**
   * Resolves when the lane may go on: each of the calls is settled by then, or in the queue again. `isSent`: whether anything was that
   * may have taken effect.
   */
  async met(calls: readonly AppendCall[], error: unknown, { isSent = true } = {}): Promise<void> {
    const failure = appendFailure(error, isSent);
    const fields = { lane: this.#options.index, failure: failure.kind, error };
    // Rolling, and a call that is sent again, are nothing to warn of.
    if (failure.kind === 'tables' || failure.kind === 'sequence')
      this.#options.logger.debug(fields, 'A flush goes again');
    else this.#options.logger.warn(fields, 'A flush failed');
    if (wantsOtherSession(failure)) await this.#connection.close();
    else await this.#connection.rollback(this.#options.limits.deliveryTimeoutMs);
    switch (failure.kind) {
      case 'held':
        this.#queue.park(calls);
        break;
      case 'moved':
      case 'ended':
        await this.#again(calls, failure.kind === 'moved' ? error : undefined);
        break;
      case 'sequence':
        // Only those: what they are is found out, and the others do not wait for it.
        this.#queue.settle(failure.calls, (call) => call.outOfSequence());
        this.#queue.again(calls);
        break;
      case 'tables':
        await this.#refreshTables(calls);
        break;
      case 'unavailable':
        this.#queue.again(calls);
        await this.#outage(failure.error);
        break;
      case 'lost':
        for (const call of calls) call.uncertain = true;
        this.#lost(calls, failure.error);
        // Nothing of those that only waited was written.
        this.#queue.expire(translatePostgresError(error));
        break;
      case 'refused':
        this.#queue.reject(calls, failure.error);
    }
  }

  /** Calls with a producer go again, whatever became of them; the others fail. */
  #lost(calls: readonly AppendCall[], error: unknown): void {
    this.#queue.reject(
      calls.filter((call) => !call.sequenced),
      error,
    );
    this.#queue.again(calls);
  }

  /** Nothing can be written for a while: fails what waited too long, and lets some time go by. */
  async #outage(error: unknown): Promise<void> {
    this.#queue.expire(error);
    await this.#connection.backOff();
  }

  /** The same calls, with the tables of producers' calls as they are now. */
  async #refreshTables(calls: readonly AppendCall[]): Promise<void> {
    try {
      await this.#tables.refresh();
    } catch (cause) {
      const error = translatePostgresError(cause);
      if (isMillraceError(error, 'POSTGRES_UNAVAILABLE')) {
        await this.#outage(error);
      } else {
        this.#queue.reject(
          calls.filter((call) => call.sequenced),
          error,
        );
      }
    }
    this.#queue.again(calls);
  }

  /**
   * The same calls, in front of all others, with their topics as they are now. `moved`: what said that one of them has
   * changed; if none has, it would say so for ever, and they fail with it.
   */
  async #again(calls: readonly AppendCall[], moved: unknown): Promise<void> {
    const waiting = this.#queue.wanted(calls);
    let topics: ReloadedTopics;
    try {
      topics = await reloadTopics(waiting, this.#options.reloadTopic);
    } catch (error) {
      this.#queue.reject(waiting, error);
      return;
    }
    const { current, changed } = topics;
    if (moved !== undefined && changed.length === 0 && !(await this.#tablesChanged(waiting))) {
      this.#queue.reject(waiting, moved);
      return;
    }
    for (const topic of changed) for (const name of insertNames(topic)) this.#connection.forget(name);
    if (changed.length > 0) this.#connection.forgetAll(insertsProducerCalls);
    for (const call of waiting) {
      const refusal = moveCall(call, current.get(call.topic.id) ?? null);
      if (refusal) this.#queue.reject([call], refusal);
    }
    this.#queue.again(waiting);
  }

  async #tablesChanged(calls: readonly AppendCall[]): Promise<boolean> {
    return calls.some((call) => call.sequenced) && (await this.#tables.areOthers());
  }
}
