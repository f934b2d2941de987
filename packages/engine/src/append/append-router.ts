import type { Clock } from '@millrace/core';
import type { AppendInput, AppendResult } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { assertProducerSequence } from '../producer/producer-errors.ts';
import type { ProducerLines } from '../producer/producer-lines.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { AppendLane } from './append-lane.ts';
import { PlainCall, takeBackOnAbort } from './queued-call.ts';
import { routeRecords } from './route-records.ts';

/** What a waiting record takes in memory beside its bytes, about: so a queue of empty records is full some time too. */
const recordOverheadBytes = 64;

/** Checks calls, gives each record its partition, and hands calls to the lane of their topic. */
export class AppendRouter {
  readonly #catalogue: TopicCatalogue;
  readonly #lanes: readonly AppendLane[];
  readonly #producers: ProducerLines;
  readonly #clock: Clock;
  readonly #limits: EngineLimits;

  constructor(options: {
    catalogue: TopicCatalogue;
    lanes: readonly AppendLane[];
    producers: ProducerLines;
    clock: Clock;
    limits: EngineLimits;
  }) {
    this.#catalogue = options.catalogue;
    this.#lanes = options.lanes;
    this.#producers = options.producers;
    this.#clock = options.clock;
    this.#limits = options.limits;
  }

  async append(input: AppendInput, signal?: AbortSignal): Promise<AppendResult> {
    signal?.throwIfAborted();
    if (input.producer) assertProducerSequence(input.producer);
    const known = this.#catalogue.peek(input.topic);
    // A remembered topic costs no turn of the event loop.
    const topic = known ?? (await this.#catalogue.get(input.topic));
    signal?.throwIfAborted();
    return this.#enqueue(topic, input, signal);
  }

  #enqueue(
    topic: TopicState,
    { records, producer }: AppendInput,
    signal: AbortSignal | undefined,
  ): Promise<AppendResult> {
    const lane = this.#lanes[topic.id % this.#lanes.length] as AppendLane;
    const now = this.#clock.now();
    const { partitions, byteSize } = routeRecords(topic, records, now, this.#limits);
    const queueBytes = byteSize + records.length * recordOverheadBytes;
    const enqueuedAt = this.#clock.monotonic();
    const arrived = { topic, records, partitions, byteSize, now, queueBytes, enqueuedAt };
    if (producer) return this.#producers.append(lane, arrived, producer, signal);
    return new Promise((resolve, reject) => {
      const call = new PlainCall(arrived, resolve, reject);
      lane.enqueue(call);
      if (signal) takeBackOnAbort(call, signal, () => lane.takeBack(call, signal.reason));
    });
  }
}
