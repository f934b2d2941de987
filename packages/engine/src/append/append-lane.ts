import { MillraceError } from '@millrace/core';
import { type PipelineSession, translatePostgresError } from '@millrace/database';
import { topicNotFound } from '../topic/topic-state.ts';
import { type AppendCall, CallResult } from './append-call.ts';
import { appendFailure, partitionBusy } from './append-failure.ts';
import type { AppendLaneOptions } from './append-lane-options.ts';
import { insertNames } from './append-statements.ts';
import { Flush, flushesOf, type SentFlush } from './flush.ts';
import { Gathering } from './gathering.ts';
import { LaneConnection } from './lane-connection.ts';
import type { PartitionAppend } from './partition-append.ts';
import { type ReloadedTopics, reloadTopics } from './reload-topics.ts';
import { runContendedFlush, runFlush } from './run-flush.ts';

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
  /** Flushes that are being filled, oldest first; more than one only when a limit was reached. */
  #pending: Flush[] = [];
  /** Calls that wait for a partition somebody else holds, in order; while there are any, all calls go through here. */
  #parked: AppendCall[] = [];
  /** Whether calls go through `#parked`; none is in `#pending` then. */
  #contended = false;
  #queueBytes = 0;
  /** Of the last flush, with some room: builders of the next one start at that size. */
  #expectedRowBytes = 0;
  #running = false;
  #closing = false;
  #idle: (() => void)[] = [];

  constructor(options: AppendLaneOptions) {
    this.#options = options;
    this.#connection = new LaneConnection(options.database, options.clock);
    this.#gathering = new Gathering(options.clock);
  }

  /** Takes a call; it is settled later. Throws QUEUE_FULL when too much waits already. */
  enqueue(call: AppendCall): void {
    const { limits } = this.#options;
    if (this.#closing)
      throw new MillraceError('SHUTTING_DOWN', 'This node is stopping: send the records to another one.');
    if (this.#queueBytes > 0 && this.#queueBytes + call.queueBytes > limits.maxLaneQueueBytes) {
      throw new MillraceError(
        'QUEUE_FULL',
        `${this.#queueBytes} bytes wait to be appended already. Send slower, or again in a moment.`,
      );
    }
    this.#count(call.queueBytes);
    this.#place(call);
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  /** Rejects a call that is still waiting; one that is on its way settles by what happens to it, and never goes again. */
  takeBack(call: AppendCall, reason: unknown): void {
    const flush = this.#pending.find((candidate) => candidate.calls.includes(call));
    if (!flush && !this.#parked.includes(call)) {
      call.takenBack = { reason };
      return;
    }
    if (flush) flush.stale = true;
    this.#rejectAll([call], reason);
  }

  /** Finishes what was taken, then closes the connection. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#connection.close();
  }

  #count(bytes: number): void {
    this.#queueBytes += bytes;
    this.#options.observer.laneQueueBytes(this.#options.index, this.#queueBytes);
  }

  #place(call: AppendCall): void {
    if (this.#contended) {
      this.#parked.push(call);
      return;
    }
    let flush = this.#pending.at(-1);
    if (!flush?.takes(call)) {
      flush = new Flush(this.#options.limits, this.#expectedRowBytes);
      this.#pending.push(flush);
    }
    flush.add(call);
  }

  async #run(): Promise<void> {
    while (this.#pending.length > 0 || this.#parked.length > 0) {
      const session = await this.#open();
      await this.#gathering.wait(() => this.#pending[0]?.calls.length ?? 0);
      if (session) await (this.#contended ? this.#flushParked(session) : this.#flushNext(session));
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /**
   * Sends the oldest flush, and goes on as long as enough calls wait behind it: then the next one is on its way before the
   * calls of this one are answered, and Postgres works while this process writes answers.
   */
  async #flushNext(session: PipelineSession): Promise<void> {
    let sent = this.#send(session);
    while (sent) {
      let appends: readonly PartitionAppend[];
      try {
        appends = await sent.appends;
      } catch (error) {
        await this.#failed(sent.calls, error);
        return;
      }
      this.#gathering.went(sent.calls.length, this.#options.clock.monotonic() - sent.at);
      const next = this.#goesOn(session) ? this.#send(session) : undefined;
      this.#committed(appends, sent.calls);
      sent = next;
    }
  }

  #send(session: PipelineSession): SentFlush | undefined {
    let flush = this.#pending.shift();
    if (flush?.stale) flush = this.#rebuilt(flush.calls);
    if (!flush || flush.calls.length === 0) return undefined;
    this.#expectedRowBytes = Math.min(Math.ceil(flush.rowBytes * 1.5), this.#options.limits.maxBatchBytes);
    const at = this.#options.clock.monotonic();
    return { calls: flush.calls, at, appends: this.#answered(session, runFlush(session, flush)) };
  }

  /** A full flush goes at once; one that is being filled when it has as many calls as are waited for anyway. */
  #goesOn(session: PipelineSession): boolean {
    const [first, second] = this.#pending;
    if (!first || !this.#connection.has(session)) return false;
    return second !== undefined || this.#gathering.isEnough(first.calls.length);
  }

  /** Appends what can be had without waiting; what touches a partition that somebody holds stays and is tried again. */
  async #flushParked(session: PipelineSession): Promise<void> {
    const calls = this.#parked.filter((call) => !call.settled);
    // What arrives meanwhile is parked behind these.
    this.#parked = [];
    try {
      const flushed = runContendedFlush(session, calls, this.#options.limits);
      const { appends, done, waiting } = await this.#answered(session, flushed);
      this.#committed(appends, done);
      this.#park(waiting);
    } catch (error) {
      await this.#failed(calls, error);
    }
    this.#expire();
    this.#contended = this.#parked.length > 0;
    if (this.#contended) await this.#options.clock.sleep(contendedRetryMs);
  }

  /** A server that stands still gives no answer at all, ever: then the connection is given up. */
  async #answered<T>(session: PipelineSession, flushed: Promise<T>): Promise<T> {
    const { clock, limits } = this.#options;
    const watchdog = clock.schedule(limits.deliveryTimeoutMs, () => session.destroy());
    return flushed.finally(() => watchdog.cancel());
  }

  #rebuilt(calls: readonly AppendCall[]): Flush {
    const flush = new Flush(this.#options.limits);
    for (const call of calls) if (!call.settled) flush.add(call);
    return flush;
  }

  #committed(appends: readonly PartitionAppend[], calls: readonly AppendCall[]): void {
    const { observer, clock, onCommitted } = this.#options;
    onCommitted(appends);
    const now = clock.monotonic();
    let bytes = 0;
    for (const call of calls) {
      if (call.settled) continue;
      bytes += call.queueBytes;
      observer.appended(call.topic.name, call.records.length, call.byteSize);
      observer.appendLatency(now - call.enqueuedAt);
      call.settled = true;
      call.resolve(new CallResult(call));
    }
    this.#count(-bytes);
  }

  async #failed(calls: readonly AppendCall[], error: unknown): Promise<void> {
    const failure = appendFailure(error);
    this.#options.logger.warn({ lane: this.#options.index, failure: failure.kind, error }, 'A flush failed');
    if (failure.kind === 'lost' || failure.kind === 'ended') await this.#connection.close();
    else await this.#connection.rollback();
    switch (failure.kind) {
      case 'held':
        this.#park(calls);
        break;
      case 'moved':
      case 'ended':
        await this.#again(calls, failure.kind === 'moved' ? error : undefined);
        break;
      case 'lost':
      case 'refused':
        this.#rejectAll(calls, failure.error);
    }
  }

  /** Puts calls aside, in front of all others. */
  #park(calls: readonly AppendCall[]): void {
    const later = this.#pending.flatMap((flush) => flush.calls);
    this.#pending = [];
    this.#parked = [...this.#wanted([...calls, ...later]), ...this.#parked];
    this.#contended = true;
  }

  /** Those that go again: the ones that were taken back while they were on their way do not. */
  #wanted(calls: readonly AppendCall[]): AppendCall[] {
    for (const call of calls) if (call.takenBack) this.#rejectAll([call], call.takenBack.reason);
    return calls.filter((call) => !call.settled);
  }

  /**
   * The same calls, in front of all others, with their topics as they are now. `moved`: what said that one of them has
   * changed; if none has, it would say so for ever, and they fail with it.
   */
  async #again(calls: readonly AppendCall[], moved: unknown): Promise<void> {
    const { reloadTopic, limits } = this.#options;
    const waiting = this.#wanted(calls);
    let topics: ReloadedTopics;
    try {
      topics = await reloadTopics(waiting, reloadTopic);
    } catch (error) {
      this.#rejectAll(waiting, error);
      return;
    }
    const { current, changed } = topics;
    if (moved !== undefined && changed.length === 0) {
      this.#rejectAll(waiting, moved);
      return;
    }
    for (const topic of changed) for (const name of insertNames(topic.segmentId)) this.#connection.forget(name);
    for (const call of waiting) {
      const topic = current.get(call.topic.id);
      if (topic) call.topic = topic;
      else this.#rejectAll([call], topicNotFound(call.topic.name));
    }
    if (this.#contended) {
      this.#park(waiting);
      return;
    }
    this.#pending.unshift(...flushesOf(this.#wanted(waiting), limits));
  }

  #rejectAll(calls: readonly AppendCall[], error: unknown): void {
    let bytes = 0;
    for (const call of calls) {
      if (call.settled) continue;
      bytes += call.queueBytes;
      call.settled = true;
      call.reject(error);
    }
    this.#count(-bytes);
  }

  /** Fails the calls that waited too long; nothing of them was written. */
  #expire(cause?: unknown): void {
    const { clock, limits } = this.#options;
    const oldest = clock.monotonic() - limits.deliveryTimeoutMs;
    const late = (call: AppendCall) => call.settled || call.enqueuedAt < oldest;
    const error = cause ? translatePostgresError(cause) : partitionBusy(limits.deliveryTimeoutMs);
    this.#rejectAll(this.#parked.filter(late), error);
    this.#parked = this.#parked.filter((call) => !late(call));
    for (const flush of this.#pending) {
      if (!flush.calls.some(late)) continue;
      this.#rejectAll(flush.calls.filter(late), error);
      flush.stale = true;
    }
    this.#pending = this.#pending
      .map((flush) => (flush.stale ? this.#rebuilt(flush.calls) : flush))
      .filter((flush) => flush.calls.length > 0);
  }

  /** A session, or undefined when Postgres cannot be reached now: then calls that waited too long have failed. */
  async #open(): Promise<PipelineSession | undefined> {
    try {
      return await this.#connection.open();
    } catch (error) {
      this.#options.logger.warn({ lane: this.#options.index, error }, 'An append lane cannot reach Postgres');
      this.#expire(error);
      if (this.#pending.length > 0 || this.#parked.length > 0) await this.#connection.backOff();
      return undefined;
    }
  }
}
