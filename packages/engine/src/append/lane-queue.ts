import { type Clock, MillraceError } from '@millrace/core';
import type { EngineLimits } from '../limits.ts';
import type { AppendCall } from './append-call.ts';
import { Flush, flushesOf } from './flush.ts';

export interface LaneQueueOptions {
  readonly clock: Clock;
  readonly limits: EngineLimits;
  /** Told of the bytes that wait or are on their way, whenever they change. */
  readonly onBytes: (bytes: number) => void;
}

/** The calls of a lane that are not settled: those that wait, in order, and the count of all their bytes. */
export class LaneQueue {
  readonly #options: LaneQueueOptions;
  /** Flushes that are being filled, oldest first; more than one only when a limit was reached. */
  #pending: Flush[] = [];
  /** Calls that wait for a partition somebody else holds, in order; while there are any, all calls go through here. */
  #parked: AppendCall[] = [];
  /** Whether calls go through `#parked`; none is in `#pending` then. */
  #contended = false;
  #bytes = 0;
  /** Of the last flush, with some room: builders of the next one start at that size. */
  #expectedRowBytes = 0;

  constructor(options: LaneQueueOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0 && this.#parked.length === 0;
  }

  get isContended(): boolean {
    return this.#contended;
  }

  /** Whether calls wait for a partition that somebody else holds, or behind such ones. */
  get hasParked(): boolean {
    return this.#parked.length > 0;
  }

  /** Calls in the flush that goes next. */
  get gathered(): number {
    return this.#pending[0]?.calls.length ?? 0;
  }

  /** Whether the flush that goes next is full. */
  get hasFull(): boolean {
    return this.#pending.length > 1;
  }

  /** Throws QUEUE_FULL when too much waits already. */
  add(call: AppendCall): void {
    const { limits } = this.#options;
    if (this.#bytes > 0 && this.#bytes + call.queueBytes > limits.maxLaneQueueBytes) {
      throw new MillraceError(
        'QUEUE_FULL',
        `${this.#bytes} bytes wait to be appended already. Send slower, or again in a moment.`,
      );
    }
    this.#count(call.queueBytes);
    if (this.#contended) {
      this.#parked.push(call);
      return;
    }
    let flush = this.#pending.at(-1);
    if (!flush?.takes(call)) {
      flush = new Flush(limits, this.#expectedRowBytes);
      this.#pending.push(flush);
    }
    flush.add(call);
  }

  /** Takes the flush that goes next; undefined when nothing of it is left. */
  next(): Flush | undefined {
    let flush = this.#pending.shift();
    if (flush?.stale) flush = this.#rebuilt(flush.calls);
    if (!flush || flush.calls.length === 0) return undefined;
    this.#expectedRowBytes = Math.min(Math.ceil(flush.rowBytes * 1.5), this.#options.limits.maxBatchBytes);
    return flush;
  }

  /** Takes the calls that were put aside; what arrives meanwhile is behind them. */
  nextParked(): AppendCall[] {
    const calls = this.#parked.filter((call) => !call.settled);
    this.#parked = [];
    return calls;
  }

  /** What is parked goes as any other call does: nobody holds anything of it any more, as far as is known. */
  leaveContention(): void {
    this.#contended = false;
    this.#pending = flushesOf(this.wanted(this.#parked), this.#options.limits);
    this.#parked = [];
  }

  /** Puts calls aside, in front of all others. */
  park(calls: readonly AppendCall[]): void {
    const later = this.#pending.flatMap((flush) => flush.calls);
    this.#pending = [];
    // At once: a call that takes the place of one that is rejected here is behind these.
    this.#contended = true;
    this.#parked = [...this.wanted([...calls, ...later]), ...this.#parked];
  }

  /** The same calls go again, in front of all others. */
  again(calls: readonly AppendCall[]): void {
    if (this.#contended) this.park(calls);
    else this.#pending.unshift(...flushesOf(this.wanted(calls), this.#options.limits));
  }

  /** Calls that go again: not those that were taken back meanwhile. */
  wanted(calls: readonly AppendCall[]): AppendCall[] {
    for (const call of calls) if (call.takenBack) this.reject([call], call.takenBack.reason);
    return calls.filter((call) => !call.settled);
  }

  /** Rejects a call that is still waiting; one that is on its way settles by what happens to it, and never goes again. */
  takeBack(call: AppendCall, reason: unknown): void {
    const flush = this.#pending.find((candidate) => candidate.calls.includes(call));
    if (!flush && !this.#parked.includes(call)) {
      call.takenBack = { reason };
      return;
    }
    if (flush) flush.stale = true;
    this.reject([call], reason);
  }

  reject(calls: readonly AppendCall[], error: unknown): void {
    this.settle(calls, (call) => call.reject(error));
  }

  /** Settles those that are not, by `how`. */
  settle(calls: Iterable<AppendCall>, how: (call: AppendCall) => void): void {
    let bytes = 0;
    for (const call of calls) {
      if (call.settled) continue;
      bytes += call.queueBytes;
      call.settled = true;
      how(call);
    }
    this.#count(-bytes);
  }

  /** Fails the calls that waited too long. */
  expire(error: unknown): void {
    const { clock, limits } = this.#options;
    const oldest = clock.monotonic() - limits.deliveryTimeoutMs;
    const late = (call: AppendCall) => call.settled || call.enqueuedAt < oldest;
    this.reject(this.#parked.filter(late), error);
    this.#parked = this.#parked.filter((call) => !late(call));
    for (const flush of this.#pending) {
      if (!flush.calls.some(late)) continue;
      this.reject(flush.calls.filter(late), error);
      flush.stale = true;
    }
    this.#pending = this.#pending
      .map((flush) => (flush.stale ? this.#rebuilt(flush.calls) : flush))
      .filter((flush) => flush.calls.length > 0);
  }

  #rebuilt(calls: readonly AppendCall[]): Flush {
    const flush = new Flush(this.#options.limits);
    for (const call of calls) if (!call.settled) flush.add(call);
    return flush;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#options.onBytes(this.#bytes);
  }
}
