import type { ErrorCode, Timer } from '@millrace/core';
import { callFingerprint } from './call-fingerprint.ts';
import type { ProducerSequence } from './producer.ts';
import { fencedProducer, forgottenCall, otherRecords, outOfOrder, unknownProducer } from './producer-errors.ts';
import type { ProducerLineOptions } from './producer-line-options.ts';
import { producerTopicKey } from './producer-locks.ts';
import type { ProducerTopicState, RememberedCall } from './producer-states.ts';
import { repeatedResult } from './repeated-call.ts';
import type { SequencedCall, SequencedCallHolder } from './sequenced-call.ts';
import { WaitingCalls } from './waiting-calls.ts';

/** How often it is looked whether the calls before an early one were appended by another node. */
const lookAgainMs = 50;

/**
 * The calls of one producer to one topic, in one node: hands them to the lane in the order of their sequences. It is what keeps
 * flushes from being refused; whether a call is appended is for the insert's own assertion, which sees all nodes. What a line
 * remembers may have been lost with the end of the log, so it is dropped as soon as anything in the database contradicts it.
 */
export class ProducerLine implements SequencedCallHolder {
  readonly producerId: number;
  readonly topicId: number;
  readonly lockKey: number;
  readonly #options: ProducerLineOptions<ProducerLine>;
  #epoch = -1;
  /** The sequence that the lane gets next; null: to be looked up. */
  #next: number | null = null;
  /** The highest one that was appended from here. */
  #appended = -1;
  /** Calls that the lane has, of any epoch. A number costs a call less than a map of them would. */
  #onTheirWay = 0;
  readonly #waiting = new WaitingCalls();
  /** Calls that a look will have judged; null: it may have seen what was there before `#forget`, and judges nothing. */
  #asking: readonly SequencedCall[] | null = [];
  #looking = false;
  #timer: Timer | undefined;

  constructor(options: ProducerLineOptions<ProducerLine>) {
    this.#options = options;
    this.producerId = options.producerId;
    this.topicId = options.topicId;
    this.lockKey = producerTopicKey(options.producerId, options.topicId);
  }

  /** Whether it can be forgotten. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#onTheirWay === 0 && !this.#looking;
  }

  /** Whether a call goes to the lane at once: it waits for none before it. */
  takesNext({ epoch, sequence }: Omit<ProducerSequence, 'id'>): boolean {
    return sequence === this.#next && epoch === this.#epoch;
  }

  add(call: SequencedCall): void {
    if (this.#waiting.size === 0 && this.takesNext(call)) {
      this.#hand(call);
      return;
    }
    this.#wait(call);
    this.#advance();
    if (this.#next === null) return;
    if (call.epoch !== this.#epoch) this.#look();
    else if (call.sequence > this.#next) call.earlySince = this.#options.clock.monotonic();
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
    if (this.#waiting.size > 0) this.#advance();
  }

  failed(call: SequencedCall): void {
    const { epoch, sequence } = call;
    this.#onTheirWay -= 1;
    // Those behind it come back; what takes its place is the same call, sent again.
    if (epoch === this.#epoch && this.#next !== null && sequence < this.#next) this.#next = sequence;
    if (this.#waiting.size > 0) this.#advance();
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
    if (this.#waiting.size > 0) this.#advance();
  }

  notAppended(outcome: 'DUPLICATE' | ErrorCode): void {
    this.#options.observer.producerCall(outcome);
  }

  /** A look begins: it judges the calls that wait now. */
  lookBegins(): void {
    this.#asking = this.#waiting.all();
  }

  looked(state: ProducerTopicState): void {
    const asking = this.#asking;
    this.#looking = false;
    this.#asking = [];
    if (asking) this.#judge(asking, state);
    if (this.#waiting.size > 0) this.#goThrough();
  }

  /** Nothing could be looked up: those that waited too long fail. */
  lookFailed(error: unknown, oldest: number): void {
    this.#looking = false;
    this.#asking = [];
    for (const call of this.#waiting.all().filter(({ enqueuedAt }) => enqueuedAt < oldest)) this.#refuse(call, error);
    if (this.#waiting.size > 0) this.#goThrough();
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
    for (const call of this.#waiting.all()) this.#refuse(call, error);
  }

  #judge(asking: readonly SequencedCall[], { epoch, lastSequence }: ProducerTopicState): void {
    for (const call of asking) call.judged = true;
    if (epoch === null) {
      this.#next = null;
      for (const call of this.#waiting.all().filter((waiting) => waiting.judged))
        this.#refuse(call, unknownProducer(call));
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

  /** Behind a look: every call, one by one. */
  #goThrough(): void {
    if (this.#next !== null) this.#refuseOtherEpochs();
    this.#advance();
    if (this.#next !== null) this.#refuseTooEarly(this.#next);
  }

  /** Deals with the calls whose turn it is. Many may wait behind one that is missing, so the others are not gone through. */
  #advance(): void {
    if (this.#next === null) {
      this.#look();
      return;
    }
    const early = this.#handNext(this.#recallAppended(this.#next));
    if (early?.epoch === this.#epoch) this.#lookLater();
  }

  /** Not by what is remembered alone: the epoch may be one that was lost. */
  #refuseOtherEpochs(): void {
    for (const call of this.#waiting.all()) {
      if (call.epoch === this.#epoch) continue;
      if (call.judged) this.#refuse(call, fencedProducer(call, this.#epoch));
      else this.#look();
    }
  }

  /** Gives the index of the first call that is not before the next one. */
  #recallAppended(next: number): number {
    const at = this.#waiting.from({ epoch: this.#epoch, sequence: 0 });
    for (;;) {
      const call = this.#waiting.at(at);
      if (call?.epoch !== this.#epoch || call.sequence >= next) return at;
      // Nor was any behind it.
      if (this.#onTheirWay > 0 && call.sequence > this.#appended)
        return this.#waiting.from({ epoch: this.#epoch, sequence: next });
      if (call.missed > 1) this.#refuse(call, forgottenCall(call, call.topic.name));
      else this.#recall(call);
    }
  }

  /** From an index on; gives the call behind them. */
  #handNext(from: number): SequencedCall | undefined {
    for (let at = from; ; ) {
      const call = this.#waiting.at(at);
      const next = this.#next as number;
      if (call?.epoch !== this.#epoch || call.sequence > next) return call;
      if (call.sequence === next) {
        this.#leave(call);
        this.#hand(call);
      } else at += 1;
    }
  }

  /** Refuses those that have waited for the calls before them for long enough, and not by what was known before they came. */
  #refuseTooEarly(next: number): void {
    const { clock, limits } = this.#options;
    const now = clock.monotonic();
    for (const call of this.#waiting.all()) {
      if (call.epoch !== this.#epoch || call.sequence <= next) continue;
      call.earlySince ??= now;
      if (!call.judged || now - call.earlySince < limits.sequenceWaitMs) continue;
      this.#refuse(call, outOfOrder(call, call.topic.name, next));
    }
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
      if (this.#waiting.size > 0) this.#look();
    });
  }

  #refuse(call: SequencedCall, error: unknown): void {
    this.#leave(call);
    call.refuse(error);
  }

  #wait(call: SequencedCall): void {
    this.#options.onWaiting(call.queueBytes);
    this.#waiting.add(call);
  }

  #leave(call: SequencedCall): void {
    if (this.#waiting.remove(call)) this.#options.onWaiting(-call.queueBytes);
  }
}
