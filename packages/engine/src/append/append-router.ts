import { type Clock, MillraceError } from '@millrace/core';
import type { AppendInput, AppendResult } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { partitionOfKey } from '../record/partitioner.ts';
import type { RecordToAppend } from '../record/record.ts';
import { recordByteSize } from '../record/record-size.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { partitionOf, type TopicState } from '../topic/topic-state.ts';
import type { AppendCall } from './append-call.ts';
import type { AppendLane } from './append-lane.ts';

/** What a waiting record takes in memory beside its bytes, about: so a queue of empty records is full some time too. */
const recordOverheadBytes = 64;
/** The latest time a Date holds. */
const maxTimestampMs = 8.64e15;

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
    const { maxRecordsPerCall } = this.#limits;
    if (records.length === 0) throw new MillraceError('INVALID_INPUT', 'There are no records: give at least one.');
    if (records.length > maxRecordsPerCall) {
      throw new MillraceError(
        'TOO_MANY_RECORDS',
        `${records.length} records in one call: send at most ${maxRecordsPerCall} at a time.`,
      );
    }
    const { partitions, byteSize } = this.#route(topic, records);
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

  #route(
    topic: TopicState,
    records: readonly RecordToAppend[],
  ): { partitions: Uint16Array | number; byteSize: number } {
    const first = records[0] as RecordToAppend;
    let byteSize = this.#check(topic, first, 0);
    const only = this.#partition(topic, first, byteSize);
    if (records.length === 1) {
      this.#checkCall(byteSize);
      return { partitions: only, byteSize };
    }
    const partitions = new Uint16Array(records.length);
    partitions[0] = only;
    let same = true;
    for (let i = 1; i < records.length; i++) {
      const record = records[i] as RecordToAppend;
      const size = this.#check(topic, record, i);
      byteSize += size;
      const partition = this.#partition(topic, record, size);
      partitions[i] = partition;
      same &&= partition === only;
    }
    this.#checkCall(byteSize);
    return { partitions: same ? only : partitions, byteSize };
  }

  #checkCall(byteSize: number): void {
    const { maxCallBytes } = this.#limits;
    if (byteSize <= maxCallBytes) return;
    throw new MillraceError(
      'CALL_TOO_LARGE',
      `The records hold ${byteSize} bytes together: send at most ${maxCallBytes} in one call.`,
    );
  }

  #partition(topic: TopicState, record: RecordToAppend, byteSize: number): number {
    if (record.partition !== undefined) return partitionOf(topic, record.partition).index;
    const count = topic.partitions.length;
    return record.key === null ? topic.sticky.next(byteSize, count) : partitionOfKey(record.key, count);
  }

  /** Gives the record's size in bytes. INVALID_RECORD and RECORD_TOO_LARGE name the record by its index. */
  #check(topic: TopicState, record: RecordToAppend, index: number): number {
    const size = recordByteSize(record);
    const { maxMessageBytes } = topic.config;
    if (size > maxMessageBytes) {
      throw new MillraceError(
        'RECORD_TOO_LARGE',
        `Record ${index} holds ${size} bytes, and "${topic.name}" takes ${maxMessageBytes}: make it smaller, or raise the topic's maxMessageBytes.`,
        { details: { index, byteSize: size, maxMessageBytes } },
      );
    }
    const { timestamp, headers } = record;
    if (timestamp !== undefined && !(Number.isInteger(timestamp) && timestamp >= 0 && timestamp <= maxTimestampMs)) {
      throw invalidRecord(index, `its timestamp ${timestamp} is not a time in milliseconds since 1970`);
    }
    if (headers?.some((header) => header.key.includes('\u0000'))) {
      throw invalidRecord(index, 'a header name holds U+0000, which Postgres cannot store');
    }
    return size;
  }
}

function invalidRecord(index: number, reason: string): MillraceError {
  return new MillraceError('INVALID_RECORD', `Record ${index} cannot be stored: ${reason}.`, {
    details: { index, reason },
  });
}
