import type { AppendCall, CallSequence, RoutedCall } from '../append/append-call.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { TopicState } from '../topic/topic-state.ts';
import { CallsEncoder } from './encode-calls.ts';

/** Calls of one producer to one topic that a flush appends in sequence: a row of the producer's calls. */
export class ProducerRun<C extends RoutedCall = AppendCall> {
  readonly topic: TopicState;
  /** Of the first of its calls. */
  readonly first: CallSequence;
  readonly calls: C[] = [];
  readonly encoder = new CallsEncoder();

  constructor(topic: TopicState, first: CallSequence) {
    this.topic = topic;
    this.first = first;
  }

  isFollowedBy(topic: TopicState, { id, epoch, sequence }: CallSequence): boolean {
    const { first } = this;
    return (
      first.id === id &&
      this.topic.id === topic.id &&
      first.epoch === epoch &&
      first.sequence + this.calls.length === sequence
    );
  }
}

/**
 * The runs of a flush's calls. Each call is encoded when it is added, where it and its records are at hand: a flush of hundreds of
 * calls is more than a processor has in its cache, and Postgres waits for what is done when it is closed.
 */
export class ProducerRuns<C extends RoutedCall = AppendCall> {
  readonly #runs: ProducerRun<C>[] = [];
  readonly #newest = new Map<string, ProducerRun<C>>();
  /** Mostly the next call is of the same. */
  #last: ProducerRun<C> | undefined;

  get count(): number {
    return this.#runs.length;
  }

  /**
   * Takes a call that has its places in the flush. Calls that do not follow one another are in runs of their own, and the
   * assertion refuses all but the first.
   */
  add(call: C, sequence: CallSequence, records: readonly RecordToAppend[]): void {
    const run = this.#last?.isFollowedBy(call.topic, sequence) ? this.#last : this.#runOf(call.topic, sequence);
    this.#last = run;
    run.calls.push(call);
    run.encoder.add(records, call);
  }

  /** Ordered so that two flushes insert them in one order. */
  sorted(): readonly ProducerRun<C>[] {
    return this.#runs.sort(
      (a, b) =>
        a.topic.id - b.topic.id ||
        a.first.id - b.first.id ||
        a.first.epoch - b.first.epoch ||
        a.first.sequence - b.first.sequence,
    );
  }

  #runOf(topic: TopicState, sequence: CallSequence): ProducerRun<C> {
    const key = `${sequence.id}/${topic.id}`;
    const before = this.#newest.get(key);
    if (before?.isFollowedBy(topic, sequence)) return before;
    const run = new ProducerRun<C>(topic, sequence);
    this.#runs.push(run);
    this.#newest.set(key, run);
    return run;
  }
}
