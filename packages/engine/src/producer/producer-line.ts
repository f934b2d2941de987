import type { Clock, ErrorCode, Timer } from '@millrace/core';
import type { AppendLane } from '../append/append-lane.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import { callFingerprint } from './call-fingerprint.ts';
import type { ProducerSequence } from './producer.ts';
import { fencedProducer, forgottenCall, otherRecords, outOfOrder, unknownProducer } from './producer-errors.ts';
import { producerTopicKey } from './producer-locks.ts';
import type { ProducerTopicState, RememberedCall } from './producer-states.ts';
import { repeatedResult } from './repeated-call.ts';
import type { SequencedCall, SequencedCallHolder } from './sequenced-call.ts';

/** How often it is looked whether the calls before an early one were appended by another node. */
const lookAgainMs = 50;

export interface ProducerLineOptions {
  readonly producerId: number;
  readonly topicId: number;
  readonly lane: Pick<AppendLane, 'enqueue' | 'takeBack'>;
  readonly clock: Clock;
  readonly limits: Pick<EngineLimits, 'sequenceWaitMs'>;
  readonly observer: Pick<EngineObserver, 'producerCall'>;
  /** Wants `looked` to be called with what the database says from now on. */
  readonly look: (line: ProducerLine) => void;
  /** Wants `remembered` to be called with what a call had appended. */
  readonly recall: (line: ProducerLine, call: SequencedCall) => void;
  /** Told when a call begins and ceases to wait here. */
  readonly onWaiting: (bytes: number) => void;
}

/**
 * The calls of one producer to one topic, in one node: hands them to the lane in the order of their sequences. It is what keeps
 * flushes from being refused; whether a call is appended is for the insert's own assertion, which sees all nodes. What a line
 * remembers may have been lost with the end of the log, so it is dropped as soon as anything in the database contradicts it.
 */
export class ProducerLine implements SequencedCallHolder {
  readonly producerId: number;
  readonly topicId: number;
  readonly lockKey: number;
  readonly #options: ProducerLineOptions;
  #epoch = -1;
  /** The sequence that the lane gets next; null: to be looked up. */
  #next: number | null = null;
  /** The highest one that was appended from here. */
  #appended = -1;
  /** Calls that the lane has, of any epoch. A number costs a call less than a map of them would. */
  #onTheirWay = 0;
  /** By epoch and sequence. */
  #waiting: SequencedCall[] = [];
  /** Calls that a look will have judged; null: it may have seen what was there before `#forget`, and judges nothing. */
  #asking: readonly SequencedCall[] | null = [];
  #looking = false;
  #timer: Timer | undefined;

  constructor(options: ProducerLineOptions) {
    this.#options = options;
    this.producerId = options.producerId;
    this.topicId = options.topicId;
    this.lockKey = producerTopicKey(options.producerId, options.topicId);
  }

  /** Whether it can be forgotten. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#onTheirWay === 0 && !this.#looking;
  }

  /** Whether a call goes to the lane at once: it waits for none before it. */
  takesNext({ epoch, sequence }: Omit<ProducerSequence, 'id'>): boolean {
    return sequence === this.#next && epoch === this.#epoch;
  }

  add(call: SequencedCall): void {
    if (this.#waiting.length === 0 && this.takesNext(call)) {
      this.#hand(call);
      return;
    }
    this.#wait(call);
    this.#advance();
  }

  takeBack(call: SequencedCall, reason: unknown): void {
    if (call.onItsWay) {
      this.#options.lane.takeBack(call, reason);
      return;
    }
    this.#leave(call);
    call.refuse(reason);
  }

  appended(call: SequencedCall): void {
    const { epoch, sequence } = call;
    this.#onTheirWay -= 1;
    if (epoch === this.#epoch) {
      if (sequence > this.#appended) this.#appended = sequence;
      // Behind a look that did not see it yet.
      if (this.#next !== null && sequence >= this.#next) this.#next = sequence + 1;
    }
    if (this.#waiting.length > 0) this.#advance();
  }

  failed(call: SequencedCall): void {
    const { epoch, sequence } = call;
    this.#onTheirWay -= 1;
    // Those behind it come back; what takes its place is the same call, sent again.
    if (epoch === this.#epoch && this.#next !== null && sequence < this.#next) this.#next = sequence;
    if (this.#waiting.length > 0) this.#advance();
  }

  outOfSequence(call: SequencedCall): void {
    this.#onTheirWay -= 1;
    // Whatever made it the next one: else it would be handed over again and again.
    this.#forget();
    if (call.takenBack) {
      call.refuse(call.takenBack.reason);
      return;
    }
    call.judged = false;
    this.#wait(call);
    this.#advance();
  }

  /** The calls that were appended may be lost, and others may have their sequences by now. */
  logEpochRaised(): void {
    this.#forget();
    if (this.#waiting.length > 0) this.#advance();
  }

  notAppended(outcome: 'DUPLICATE' | ErrorCode): void {
    this.#options.observer.producerCall(outcome);
  }

  /** A look begins: it judges the calls that wait now. */
  lookBegins(): void {
    this.#asking = [...this.#waiting];
  }

  looked(state: ProducerTopicState): void {
    const asking = this.#asking;
    this.#looking = false;
    this.#asking = [];
    if (asking) this.#judge(asking, state);
    if (this.#waiting.length > 0) this.#advance();
  }

  /** Nothing could be looked up: those that waited too long fail. */
  lookFailed(error: unknown, oldest: number): void {
    this.#looking = false;
    this.#asking = [];
    for (const call of this.#waiting.filter(({ enqueuedAt }) => enqueuedAt < oldest)) this.#refuse(call, error);
    if (this.#waiting.length > 0) this.#advance();
  }

  /** What `recall` has found; null: nothing. */
  remembered(call: SequencedCall, found: RememberedCall | null): void {
    if (call.done) return;
    const { name } = call.topic;
    if (found) {
      const records = found.call.placements.reduce((sum, { count }) => sum + count, 0);
      if (records === call.records.length && found.call.fingerprint === callFingerprint(call.records, call.byteSize)) {
        call.answer(repeatedResult(name, call.records, found.call, found.rows));
      } else call.refuse(otherRecords(call, name));
    } else {
      // Perhaps this node only believed that it was appended, or it was appended meanwhile: then it is found the next time.
      call.missed += 1;
      this.#forget();
      this.#wait(call);
      this.#advance();
    }
  }

  /** Rejects what waits here. */
  close(error: unknown): void {
    this.#timer?.cancel();
    for (const call of [...this.#waiting]) this.#refuse(call, error);
  }

  #judge(asking: readonly SequencedCall[], { epoch, lastSequence }: ProducerTopicState): void {
    for (const call of asking) call.judged = true;
    if (epoch === null) {
      this.#next = null;
      for (const call of this.#waiting.filter((waiting) => waiting.judged)) this.#refuse(call, unknownProducer(call));
    } else {
      if (epoch !== this.#epoch) {
        this.#epoch = epoch;
        this.#appended = -1;
        this.#next = null;
      }
      this.#next = Math.max(lastSequence + 1, this.#appended + 1, this.#next ?? 0);
    }
  }

  /** What is in the database says what is next, not what this node knew. */
  #forget(): void {
    this.#next = null;
    this.#appended = -1;
    this.#asking = null;
  }

  #advance(): void {
    if (this.#next === null) {
      this.#look();
      return;
    }
    let early = false;
    for (const call of [...this.#waiting]) {
      const { epoch, sequence } = call;
      if (epoch !== this.#epoch) {
        // Not by what is remembered alone: the epoch may be one that was lost.
        if (call.judged) this.#refuse(call, fencedProducer(call, this.#epoch));
        else this.#look();
      } else if (sequence === this.#next) {
        this.#leave(call);
        this.#hand(call);
      } else if (sequence > this.#next) {
        early = !this.#isTooEarly(call, this.#next) || early;
      } else if (this.#onTheirWay === 0 || sequence <= this.#appended) {
        if (call.missed > 1) this.#refuse(call, forgottenCall(call, call.topic.name));
        else this.#recall(call);
      }
    }
    if (early) this.#lookLater();
  }

  /** Refuses a call that has waited for those before it for long enough, and not by what was known before it came. */
  #isTooEarly(call: SequencedCall, next: number): boolean {
    const { clock, limits } = this.#options;
    const now = clock.monotonic();
    call.earlySince ??= now;
    if (!call.judged || now - call.earlySince < limits.sequenceWaitMs) return false;
    this.#refuse(call, outOfOrder(call, call.topic.name, next));
    return true;
  }

  #hand(call: SequencedCall): void {
    const { sequence } = call;
    call.settled = false;
    try {
      this.#options.lane.enqueue(call);
    } catch (error) {
      call.refuse(error);
      return;
    }
    call.onItsWay = true;
    this.#onTheirWay += 1;
    this.#next = sequence + 1;
  }

  #recall(call: SequencedCall): void {
    this.#leave(call);
    this.#options.recall(this, call);
  }

  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#options.look(this);
  }

  #lookLater(): void {
    const { clock, limits } = this.#options;
    this.#timer ??= clock.schedule(Math.min(lookAgainMs, limits.sequenceWaitMs), () => {
      this.#timer = undefined;
      if (this.#waiting.length > 0) this.#look();
    });
  }

  #refuse(call: SequencedCall, error: unknown): void {
    this.#leave(call);
    call.refuse(error);
  }

  #wait(call: SequencedCall): void {
    this.#options.onWaiting(call.queueBytes);
    let at = this.#waiting.length;
    while (at > 0 && isBehind(this.#waiting[at - 1] as SequencedCall, call)) at -= 1;
    this.#waiting.splice(at, 0, call);
  }

  #leave(call: SequencedCall): void {
    const at = this.#waiting.indexOf(call);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#options.onWaiting(-call.queueBytes);
  }
}

function isBehind(a: SequencedCall, b: SequencedCall): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.sequence > b.sequence);
}
