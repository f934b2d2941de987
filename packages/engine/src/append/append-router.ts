import type { Clock } from '@millrace/core';
import type { AppendInput, AppendResult } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { AppendCall } from './append-call.ts';
import type { AppendLane } from './append-lane.ts';
import { routeRecords } from './route-records.ts';

/** What a waiting record takes in memory beside its bytes, about: so a queue of empty records is full some time too. */
const recordOverheadBytes = 64;

/** Checks calls, gives each record its partition, and hands calls to the lane of their topic. */
export class AppendRouter {
  readonly #catalogue: TopicCatalogue;
  readonly #lanes: readonly AppendLane[];
  readonly #clock: Clock;
  readonly #limits: EngineLimits;

  constructor(options: {
    catalogue: TopicCatalogue;
    lanes: readonly AppendLane[];
    clock: Clock;
    limits: EngineLimits;
  }) {
    this.#catalogue = options.catalogue;
    this.#lanes = options.lanes;
    this.#clock = options.clock;
    this.#limits = options.limits;
  }

  async append(input: AppendInput, signal?: AbortSignal): Promise<AppendResult> {
    signal?.throwIfAborted();
    const known = this.#catalogue.peek(input.topic);
    // A remembered topic costs no turn of the event loop.
    const topic = known ?? (await this.#catalogue.get(input.topic));
    signal?.throwIfAborted();
    return this.#enqueue(topic, input.records, signal);
  }

  #enqueue(
    topic: TopicState,
    records: readonly RecordToAppend[],
    signal: AbortSignal | undefined,
  ): Promise<AppendResult> {
    const { partitions, byteSize } = routeRecords(topic, records, this.#limits);
    const lane = this.#lanes[topic.id % this.#lanes.length] as AppendLane;
    return new Promise((resolve, reject) => {
      const takeBack = () => lane.takeBack(call, signal?.reason);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', takeBack);
          settle(value);
        };
      const call: AppendCall = {
        topic,
        records,
        partitions,
        now: this.#clock.now(),
        byteSize,
        queueBytes: byteSize + records.length * recordOverheadBytes,
        enqueuedAt: this.#clock.monotonic(),
        settled: false,
        takenBack: undefined,
        placements: [],
        placementOf: null,
        positionOf: null,
        resolve: signal ? settled(resolve) : resolve,
        reject: signal ? settled(reject) : reject,
      };
      lane.enqueue(call);
      signal?.addEventListener('abort', takeBack, { once: true });
    });
  }
}
