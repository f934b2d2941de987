import { MillraceError } from '@millrace/core';
import { type PipelineSession, translatePostgresError } from '@millrace/database';
import { type AppendCall, CallResult } from './append-call.ts';
import { partitionBusy } from './append-failure.ts';
import type { AppendLaneOptions } from './append-lane-options.ts';
import { AppendedCounts } from './appended-counts.ts';
import type { SentFlush } from './flush.ts';
import { FlushFailures } from './flush-failures.ts';
import { Gathering } from './gathering.ts';
import { LaneConnection } from './lane-connection.ts';
import { LaneProducerTables } from './lane-producer-tables.ts';
import { LaneQueue } from './lane-queue.ts';
import type { PartitionAppend } from './partition-append.ts';
import { type FreeFlush, lockFreeFlush, runFlush, runFreeFlush } from './run-flush.ts';

/** How long calls wait for a partition that another node holds before it is tried again. */
const contendedRetryMs = 50;

/**
 * Group commit over one connection: while a transaction is on its way, calls gather into the next one. Load makes
 * batches; there is no linger to tune. See docs/specs/log.md.
 */
export class AppendLane {
  readonly #options: AppendLaneOptions;
  readonly #connection: LaneConnection;
  readonly #gathering: Gathering;
  readonly #queue: LaneQueue;
  readonly #tables: LaneProducerTables;
  readonly #failures: FlushFailures;
  #running = false;
  /** While nothing is on its way and the callers of the last flush may come back, mostly behind the end of `#run`: the session that waits. */
  #resting: PipelineSession | undefined;
  /** A flush that went before `#run` had its turn. */
  #early: SentFlush | undefined;
  #closing = false;
  #idle: (() => void)[] = [];

  constructor(options: AppendLaneOptions) {
    const { clock, limits, observer, index } = options;
    this.#options = options;
    this.#connection = new LaneConnection(options.database, clock);
    this.#gathering = new Gathering(clock);
    this.#queue = new LaneQueue({ clock, limits, onBytes: (bytes) => observer.laneQueueBytes(index, bytes) });
    this.#tables = new LaneProducerTables(options.producerTables, this.#connection);
    this.#failures = new FlushFailures(options, this.#connection, this.#queue, this.#tables);
  }

  /** Takes a call; it is settled later. Throws QUEUE_FULL when too much waits already. */
  enqueue(call: AppendCall): void {
    if (this.#closing)
      throw new MillraceError('SHUTTING_DOWN', 'This node is stopping: send the records to another one.');
    this.#queue.add(call);
    if (this.#running) {
      this.#sendEarly();
      return;
    }
    this.#running = true;
    void this.#run();
  }

  /** Rejects a call that is still waiting; one that is on its way settles by what happens to it, and never goes again. */
  takeBack(call: AppendCall, reason: unknown): void {
    this.#queue.takeBack(call, reason);
  }

  /** Finishes what was taken, then closes the connection. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#connection.close();
  }

  async #run(): Promise<void> {
    for (;;) {
      const early = this.#early;
      this.#early = undefined;
      if (early) await this.#goOn(early);
      else if (this.#queue.isEmpty) break;
      else await this.#flushGathered();
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #flushGathered(): Promise<void> {
    const session = await this.#open();
    await this.#gathering.wait(() => (this.#early ? Number.POSITIVE_INFINITY : this.#queue.gathered));
    if (!session || this.#early) return;
    if (this.#queue.isContended) await this.#flushParked(session);
    else await this.#goOn(this.#send(session));
  }

  /**
   * Waits for a flush, and goes on as long as enough calls wait behind it: then the next one is on its way before the
   * calls of this one are answered, and Postgres works while this process writes answers.
   */
  async #goOn(first: SentFlush | undefined): Promise<void> {
    let sent = first;
    while (sent) {
      const { session } = sent;
      let appends: readonly PartitionAppend[];
      try {
        appends = await sent.appends;
      } catch (error) {
        await this.#failures.met(sent.calls, error);
        return;
      }
      this.#gathering.went(sent.calls.length, this.#options.clock.monotonic() - sent.at);
      const next = this.#goesOn(session) ? this.#send(session) : undefined;
      if (!next) this.#resting = session;
      this.#committed(appends, sent.calls);
      sent = next;
    }
  }

  /**
   * Sends what has gathered before all callers of the last flush are back, which for many of them takes longer than the flush did: then Postgres
   * works meanwhile, instead of the two working in turns.
   */
  #sendEarly(): void {
    const session = this.#resting;
    if (!session || this.#queue.isContended || !this.#gathering.isOverdue(this.#queue.gathered)) return;
    if (this.#connection.has(session)) this.#early = this.#send(session);
  }

  #send(session: PipelineSession): SentFlush | undefined {
    this.#resting = undefined;
    const flush = this.#queue.next();
    if (!flush) return undefined;
    const at = this.#options.clock.monotonic();
    const appends = this.#answered(session, runFlush(session, flush, this.#tables.open));
    // It may fail before it is waited for.
    appends.catch(() => {});
    return { session, calls: flush.calls, at, appends };
  }

  /** A full flush goes at once; one that is being filled when it has as many calls as are waited for anyway. */
  #goesOn(session: PipelineSession): boolean {
    if (this.#queue.gathered === 0 || !this.#connection.has(session)) return false;
    return this.#queue.hasFull || this.#gathering.isEnough(this.#queue.gathered);
  }

  /** Appends what can be had without waiting; what touches a partition that somebody holds stays and is tried again. */
  async #flushParked(session: PipelineSession): Promise<void> {
    const { clock, limits } = this.#options;
    const free = await this.#lockFree(session, this.#queue.nextParked());
    if (free) {
      // Nothing of those is on its way: whatever becomes of the others, they go on waiting.
      this.#queue.park(free.waiting);
      const { flush } = free;
      try {
        this.#committed(await this.#answered(session, runFreeFlush(session, flush, this.#tables.open)), flush.calls);
      } catch (error) {
        await this.#failures.met(flush.calls, error);
      }
    }
    this.#queue.expire(partitionBusy(limits.deliveryTimeoutMs));
    // What has come meanwhile does not keep the lane waiting.
    if ((!free || free.held) && this.#queue.hasParked) await clock.sleep(contendedRetryMs);
    else this.#queue.leaveContention();
  }

  async #lockFree(session: PipelineSession, calls: readonly AppendCall[]): Promise<FreeFlush | undefined> {
    try {
      return await this.#answered(session, lockFreeFlush(session, calls, this.#options.limits));
    } catch (error) {
      await this.#failures.met(calls, error, { isSent: false });
      return undefined;
    }
  }

  /** A server that stands still gives no answer at all, ever: then the connection is given up. */
  async #answered<T>(session: PipelineSession, flushed: Promise<T>): Promise<T> {
    const { clock, limits } = this.#options;
    const watchdog = clock.schedule(limits.deliveryTimeoutMs, () => session.destroy());
    return flushed.finally(() => watchdog.cancel());
  }

  #committed(appends: readonly PartitionAppend[], calls: readonly AppendCall[]): void {
    const { observer, clock, onCommitted, onSequenced } = this.#options;
    this.#connection.works();
    onCommitted(appends);
    const now = clock.monotonic();
    const counts = new AppendedCounts();
    this.#queue.settle(calls, (call) => {
      counts.add(call);
      observer.appendLatency(now - call.enqueuedAt);
      call.resolve(new CallResult(call));
    });
    counts.tell((topic, records, bytes) => observer.appended(topic, records, bytes));
    if (counts.sequenced > 0) onSequenced(counts.sequenced);
  }

  /** A session, or undefined when Postgres cannot be reached now: then calls that waited too long have failed. */
  async #open(): Promise<PipelineSession | undefined> {
    try {
      return await this.#connection.open();
    } catch (error) {
      this.#options.logger.warn({ lane: this.#options.index, error }, 'An append lane cannot reach Postgres');
      this.#queue.expire(translatePostgresError(error));
      if (!this.#queue.isEmpty) await this.#connection.backOff();
      return undefined;
    }
  }
}
