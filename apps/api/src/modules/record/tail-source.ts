import type { Clock } from '@millrace/core';
import type { Engine, PartitionOffset, Position, RecordBatch } from '@millrace/engine';
import type { EventSource, Sharing } from '../../execution/event-source.ts';
import { requireTopic } from '../topic/require-topic.ts';
import { fillBatches } from './fill-batches.ts';
import { limitRate } from './limit-rate.ts';
import { TailBatch } from './tail-batch.ts';

export interface TailRequest {
  readonly topics: readonly string[];
  readonly partitions: readonly number[] | undefined;
  readonly from: Position | undefined;
  readonly maxRecords: number;
  readonly maxWaitMs: number;
  readonly maxRecordsPerSecond: number | undefined;
}

/** A shared reader that gathers for longer would give who joins it records from before it did: LATEST is what comes from then on. */
const maxSharedWaitMs = 100;

/** Where a tail is in each partition. */
type TailCursor = Map<string, PartitionOffset>;

/** The events of one `tail`. Those that start at LATEST, leave nothing out and do not gather for long can be shared. */
export class TailSource implements EventSource<TailBatch, TailCursor> {
  readonly sharing: Sharing<TailBatch, TailCursor> | undefined;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #request: TailRequest;

  constructor(engine: Engine, clock: Clock, request: TailRequest) {
    this.#engine = engine;
    this.#clock = clock;
    this.#request = request;
    const atLatest = !request.from || ('edge' in request.from && request.from.edge === 'LATEST');
    const isWhole = request.maxRecordsPerSecond === undefined;
    if (atLatest && isWhole && request.maxWaitMs <= maxSharedWaitMs) this.sharing = tailSharing(engine, request);
  }

  open(cursor?: TailCursor): AsyncIterator<TailBatch, void> {
    const { topics, partitions, maxRecords, maxWaitMs, maxRecordsPerSecond } = this.#request;
    const from = cursor ? { offsets: [...cursor.values()] } : this.#request.from;
    const clock = this.#clock;
    let batches = tailBatches(this.#engine, this.#engine.read({ topics, partitions, from, maxRecords }));
    if (maxRecordsPerSecond !== undefined) batches = limitRate(batches, { maxRecordsPerSecond, clock });
    return maxWaitMs > 0 ? fillBatches(batches, { maxRecords, maxWaitMs, clock }) : batches;
  }
}

function tailBatches(engine: Engine, batches: AsyncIterator<RecordBatch>): AsyncIterator<TailBatch, void> {
  return {
    async next() {
      for (;;) {
        const { value, done } = await batches.next();
        if (done) return { value: undefined, done: true };
        const batch = value as RecordBatch;
        if (batch.count === 0) continue;
        const { config } = await requireTopic(engine, batch.topic);
        return { value: new TailBatch(batch, [batch], config), done: false };
      }
    },
    async return() {
      await batches.return?.();
      return { value: undefined, done: true };
    },
  };
}

function tailSharing(engine: Engine, { topics, partitions }: TailRequest): Sharing<TailBatch, TailCursor> {
  const keyOf = (topic: string, partition: number) => `${topic}/${partition}`;
  return {
    async start() {
      const bounds = await Promise.all(topics.map((topic) => engine.topics.bounds(topic, partitions)));
      return new Map(
        bounds
          .flat()
          .map(({ topic, partition, endOffset, logEpoch }) => [
            keyOf(topic, partition),
            { topic, partition, offset: endOffset, logEpoch },
          ]),
      );
    },
    advance(cursor, { topic, partition, nextOffset, logEpoch }) {
      cursor.set(keyOf(topic, partition), { topic, partition, offset: nextOffset, logEpoch });
    },
    copy: (cursor) => new Map(cursor),
    equal(a, b) {
      if (a.size !== b.size) return false;
      for (const [key, { offset }] of a) if (b.get(key)?.offset !== offset) return false;
      return true;
    },
  };
}
