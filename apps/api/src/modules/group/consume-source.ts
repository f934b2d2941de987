import type { Consumer, ConsumerEvent, ConsumerInput, RecordBatch } from '@millrace/engine';
import type { Context } from '../../execution/context.ts';
import type { EventSource } from '../../execution/event-source.ts';
import { fillBatches } from '../record/fill-batches.ts';
import { TailBatch } from '../record/tail-batch.ts';
import { commitOnDelivery } from './commit-on-delivery.ts';
import type { ConsumeEvent } from './consume-event.ts';

export interface ConsumeRequest extends Omit<ConsumerInput, 'commitMode' | 'signal'> {
  readonly maxUncommitted: number;
  readonly maxRecords: number;
  readonly maxWaitMs: number;
  readonly commitsOnDelivery: boolean;
}

/** The events of one `consume`: a member of the group from the first that is asked for until `return()`. Nobody can share it. */
export class ConsumeSource implements EventSource<ConsumeEvent, never> {
  readonly #context: Context;
  readonly #request: ConsumeRequest;

  constructor(context: Context, request: ConsumeRequest) {
    this.#context = context;
    this.#request = request;
  }

  open(): AsyncIterator<ConsumeEvent, void> {
    const { engine, clock, readerRetryMs } = this.#context;
    const { maxWaitMs, commitsOnDelivery, ...input } = this.#request;
    // Always MANUAL: a batch that waits to fill up is handed out by the consumer, and not delivered yet.
    const consumer = engine.consumer({ ...input, commitMode: 'MANUAL' });
    const { maxRecords, maxUncommitted } = input;
    let events = this.#events(consumer);
    if (maxWaitMs > 0) {
      events = fillBatches(events, { maxRecords, maxWaitMs, maxWaitingRecords: maxUncommitted, clock });
    }
    return commitsOnDelivery ? commitOnDelivery(events, consumer, { clock, readerRetryMs }) : events;
  }

  #events(consumer: Consumer): AsyncIterator<ConsumeEvent, void> {
    const { logger } = this.#context;
    return {
      next: async () => {
        for (;;) {
          const { value, done } = await consumer.next();
          if (done) return { value: undefined, done: true };
          const event = value as ConsumerEvent;
          const shown = event.kind === 'RECORDS' ? await this.#batch(event.batch) : event;
          if (shown) return { value: shown, done: false };
        }
      },
      return: async () => {
        // Nobody waits for it, and if Postgres is away the session ends by itself.
        const { group } = this.#request;
        await consumer.return?.().catch((error: unknown) => logger.warn({ error, group }, 'A member could not leave'));
        return { value: undefined, done: true };
      },
    };
  }

  /** null: nothing in it, or its topic was deleted meanwhile, of which the next assignment tells. */
  async #batch(batch: RecordBatch): Promise<TailBatch | null> {
    const topic = batch.count === 0 ? null : await this.#context.engine.topics.describe(batch.topic);
    return topic && new TailBatch(batch, [batch], topic.config);
  }
}
