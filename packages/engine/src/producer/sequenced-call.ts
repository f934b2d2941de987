import { type ErrorCode, isMillraceError } from '@millrace/core';
import type { CallSequence } from '../append/append-call.ts';
import { unknownOutcomeOfProducer } from '../append/append-failure.ts';
import { type ArrivedCall, QueuedCall } from '../append/queued-call.ts';
import type { AppendResult } from '../engine.ts';

/** Where a call is told what becomes of it on its way. */
export interface SequencedCallHolder {
  readonly producerId: number;
  /** Of the lock of the producer and the topic. */
  readonly lockKey: number;
  appended(call: SequencedCall): void;
  /** It will not be tried again. */
  failed(call: SequencedCall): void;
  /** Its sequence was not the next one: what it is has to be found out. */
  outOfSequence(call: SequencedCall): void;
  /** What its caller was told instead. */
  notAppended(outcome: 'DUPLICATE' | ErrorCode): void;
}

/** A call with a producer. It may be handed to a lane several times, and is settled once. */
export class SequencedCall extends QueuedCall implements CallSequence {
  readonly epoch: number;
  readonly sequence: number;
  /** Whether a lane has it. */
  onItsWay = false;
  /** Whether the state of its producer was looked up since it arrived. */
  judged = false;
  /** How often what it had appended was looked for, and not found. */
  missed = 0;
  /** Since when it waits for the calls before it; on the process's monotonic clock, ms. */
  earlySince: number | undefined;
  /** Whether its caller was answered. */
  done = false;
  readonly #holder: SequencedCallHolder;
  readonly #resolve: (result: AppendResult) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    arrived: ArrivedCall,
    epoch: number,
    sequence: number,
    holder: SequencedCallHolder,
    resolve: (result: AppendResult) => void,
    reject: (error: unknown) => void,
  ) {
    super(arrived);
    this.epoch = epoch;
    this.sequence = sequence;
    this.#holder = holder;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get id(): number {
    return this.#holder.producerId;
  }

  get lockKey(): number {
    return this.#holder.lockKey;
  }

  /** Itself: an object more for each call would live as long as it waits. */
  get sequenced(): CallSequence {
    return this;
  }

  /** By the lane that appended it. */
  resolve(result: AppendResult): void {
    this.onItsWay = false;
    this.answer(result);
    this.#holder.appended(this);
  }

  /** By the lane that gave it up. */
  reject(error: unknown): void {
    this.onItsWay = false;
    this.refuse(error);
    this.#holder.failed(this);
  }

  outOfSequence(): void {
    this.onItsWay = false;
    this.#holder.outOfSequence(this);
  }

  answer(result: AppendResult): void {
    if (this.done) return;
    this.done = true;
    this.onDone?.();
    if (result.duplicate) this.#holder.notAppended('DUPLICATE');
    this.#resolve(result);
  }

  /** An error that says that nothing was written is not true of a call that may have been. */
  refuse(error: unknown): void {
    if (this.done) return;
    this.done = true;
    this.onDone?.();
    const told = this.uncertain && leavesOpen(error) ? unknownOutcomeOfProducer(error) : error;
    if (isMillraceError(told)) this.#holder.notAppended(told.code);
    this.#reject(told);
  }
}

/** Whether an error says nothing about an attempt before it. */
function leavesOpen(error: unknown): boolean {
  return isMillraceError(error) && (error.retriable || error.code === 'UNKNOWN_OUTCOME');
}
