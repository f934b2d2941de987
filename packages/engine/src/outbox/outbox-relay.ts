import type { Clock, Logger } from '@millrace/core';
import { type Database, PipelineSession } from '@millrace/database';
import { appendFailure, wantsOtherSession } from '../append/append-failure.ts';
import type { PartitionAppend } from '../append/partition-append.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import { dropRefused, isRefusal, Refusals } from '../segment/refusals.ts';
import { leases } from '../segment/with-lease.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { countWaiting, lookAfterOutbox } from './look-after-outbox.ts';
import { type OutboxProgress, type OutboxState, readOutboxState } from './outbox-progress.ts';
import { statementsOf } from './outbox-statements.ts';
import { type RelayStep, relayStep } from './relay-step.ts';

/** How often a node that does not have the lease asks for it. */
const standbyIntervalMs = 1_000;
const firstRetryMs = 50;
const maxRetryMs = 2_000;
/** Each is a segment that was rolled or a topic that was deleted between two looks: more in a row than this is something else. */
const maxMoves = 5;

/**
 * The lease is a lock of this session. A process that is frozen would keep it: its session is silent then, where one that relays
 * or waits its turn never is, and the server ends it. Tables of the outbox are never analysed, so the planner is told what is true of
 * every statement here: the index finds it.
 */
const relaySettings = {
  plan_cache_mode: 'force_generic_plan',
  lock_timeout: '500ms',
  idle_session_timeout: '5s',
  enable_seqscan: 'off',
};

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
  readonly catalogue: TopicCatalogue;
  /** Told of every commit. */
  readonly onCommitted: (appends: readonly PartitionAppend[]) => void;
}

/** What the relay remembers while it holds the lease: nobody else changes it. */
interface Held {
  readonly session: PipelineSession;
  state: OutboxState;
  progress: OutboxProgress;
}

/**
 * Appends what transactions of any program have left in the outbox. Every node has one; the one that holds the lease works. It looks every
 * `outboxPollIntervalMs`, at once again while there is more: nothing tells it, because a NOTIFY in users' transactions would put
 * all commits of the server behind one lock.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #closed = new AbortController();
  readonly #running: Promise<void>;
  readonly #refusedDrops: Refusals;
  #held: Held | undefined;
  #session: PipelineSession | undefined;
  #retryMs = firstRetryMs;
  #moves = 0;
  #lookedAfterAt = Number.NEGATIVE_INFINITY;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#refusedDrops = new Refusals(options.logger, dropRefused);
    this.#running = this.#run();
  }

  /** Finishes the step that is under way, and lets another node have the lease. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      let delayMs: number;
      try {
        delayMs = await this.#turn();
      } catch (error) {
        delayMs = await this.#failed(error);
      }
      if (delayMs > 0) await this.#options.clock.sleep(delayMs, signal).catch(() => {});
    }
    await this.#disconnect();
  }

  /** Gives how long to wait until the next one. */
  async #turn(): Promise<number> {
    const { clock, limits } = this.#options;
    const held = this.#held ?? (await this.#acquire());
    if (!held) return standbyIntervalMs;
    if (clock.monotonic() >= this.#lookedAfterAt + limits.maintenanceIntervalMs) await this.#lookAfter(held);
    const { catalogue } = this.#options;
    const parts = { session: held.session, tableIds: held.state.tableIds, catalogue, limits };
    const step = await this.#answered(held.session, relayStep(parts, held.progress));
    held.progress = step.progress;
    this.#retryMs = firstRetryMs;
    this.#moves = 0;
    if (!step.again) return limits.outboxPollIntervalMs;
    this.#relayed(step);
    return 0;
  }

  /** The lease, if no other node has it. */
  async #acquire(): Promise<Held | undefined> {
    const { database, logger } = this.#options;
    if (!this.#session) {
      const opened = new PipelineSession(await database.connect(relaySettings));
      this.#session = opened;
      opened.client.on('end', () => {
        if (this.#session === opened) this.#forget();
      });
    }
    const session = this.#session;
    const { rows } = await session.client.query<{ had: boolean }>(
      'select pg_try_advisory_lock(millrace.lease_lock(), $1) as had',
      [leases.outboxRelay],
    );
    if (!rows[0]?.had) return undefined;
    let state = await readOutboxState(session.client);
    if (!state.sameServer) {
      await session.client.query('begin isolation level read committed');
      const { rows: adopted } = await session.client.query<{ rows: string }>('select millrace.adopt_outbox() as rows');
      await session.client.query('commit');
      await session.client.query('select millrace.open_newest_outbox_table()');
      logger.info({ rows: adopted[0]?.rows }, 'The database comes from another server: took over what was not relayed');
      state = await readOutboxState(session.client);
    }
    this.#held = { session, state, progress: state.progress };
    return this.#held;
  }

  #relayed(step: RelayStep): void {
    const { observer, onCommitted, logger } = this.#options;
    onCommitted(step.appends);
    for (const [topic, { records, bytes }] of step.relayed) {
      observer.appended(topic, records, bytes);
      observer.outboxRelayed(topic, records);
    }
    if (step.lagMs !== null) observer.outboxLag(step.lagMs);
    if (step.dead > 0) {
      observer.outboxDead(step.dead);
      logger.warn(
        { records: step.dead },
        'Left out records of the outbox: their topic was deleted after they were produced',
      );
    }
    if (!step.more) observer.outboxWaiting(0);
  }

  async #lookAfter(held: Held): Promise<void> {
    const { clock, observer } = this.#options;
    this.#lookedAfterAt = clock.monotonic();
    const { session } = held;
    if (await this.#answered(session, this.#lookAfterTables(held))) {
      this.#forgetStatements(held);
      // What is relayed has not changed: of that the memory may know more than what was written.
      held.state = await readOutboxState(session.client);
    }
    const isBehind = held.progress.upto !== null || this.#retryMs > firstRetryMs;
    if (isBehind) observer.outboxWaiting(await this.#answered(session, countWaiting(session.client)));
  }

  /** Gives whether the tables may be others now. What is refused there keeps nothing from being relayed. */
  async #lookAfterTables({ session, state }: Held): Promise<boolean> {
    const { limits, logger } = this.#options;
    try {
      return await lookAfterOutbox(session.client, state, limits.outboxTableBytes, (tableId, error) =>
        this.#refusedDrops.refused(`millrace_segments.x${tableId}`, error),
      );
    } catch (error) {
      if (!isRefusal(error)) throw error;
      logger.warn({ error }, 'The tables of the outbox were not looked after; it is tried again');
      return true;
    }
  }

  /** Gives how long to wait before the next attempt. */
  async #failed(error: unknown): Promise<number> {
    if (this.#closed.signal.aborted) return 0;
    const failure = appendFailure(error);
    if (failure.kind === 'moved' && this.#moves < maxMoves) {
      this.#moves += 1;
      this.#forgetState();
      return 0;
    }
    this.#options.logger.warn({ failure: failure.kind, error }, 'The outbox was not relayed; it is tried again');
    // Before there was a state, a transaction may have been left open.
    if (wantsOtherSession(failure) || !this.#held) await this.#disconnect();
    else this.#forgetState();
    const delayMs = this.#retryMs;
    this.#retryMs = Math.min(delayMs * 2, maxRetryMs);
    return delayMs;
  }

  /** A server that stands still gives no answer at all, ever: then the connection is given up. */
  #answered<T>(session: PipelineSession, work: Promise<T>): Promise<T> {
    const { clock, limits } = this.#options;
    const watchdog = clock.schedule(limits.deliveryTimeoutMs, () => session.destroy());
    return work.finally(() => watchdog.cancel());
  }

  /** Tables and progress are read again before the next step: what is remembered may not be what was committed. */
  #forgetState(): void {
    if (this.#held) this.#forgetStatements(this.#held);
    this.#held = undefined;
  }

  #forgetStatements({ session, state }: Held): void {
    for (const { name } of statementsOf(state.tableIds)) session.forget(name);
  }

  #forget(): void {
    // From now on another relay says it.
    if (this.#session) this.#options.observer.outboxWaiting(0);
    this.#session = undefined;
    this.#held = undefined;
  }

  async #disconnect(): Promise<void> {
    const session = this.#session;
    this.#forget();
    await session?.client.end().catch(() => undefined);
  }
}
