import { type Clock, type ErrorCode, isMillraceError, type MillraceError } from '@millrace/core';
import { type Consumer, defaultLimits, rideOut } from '@millrace/engine';
import type { DeliveredEvents } from '../../delivery/delivered-events.ts';
import { TailBatch } from '../record/tail-batch.ts';
import type { ConsumeEvent } from './consume-event.ts';

/** The partition has moved or is gone: its next owner goes on, and what was delivered here comes again there. */
const movedOn: readonly ErrorCode[] = ['FENCED_MEMBER', 'ILLEGAL_GENERATION', 'TOPIC_NOT_FOUND', 'PARTITION_NOT_FOUND'];

/** The log has lost what was delivered: the assignment that comes next says where it goes on. */
const isLost = (error: MillraceError) =>
  error.code === 'OFFSET_OUT_OF_RANGE' && error.details?.epochEndOffset !== undefined;

/**
 * Commits every batch that the socket has taken once the one behind it is asked for, and hands nothing out before that is
 * acknowledged; the commit and the wait for what comes next go side by side. Who leaves commits the last one first. What was handed
 * out and not taken, because the socket closed meanwhile, is never committed: it comes again. An outage of Postgres is ridden out for
 * as long as the reader does.
 */
export function commitOnDelivery(
  events: AsyncIterator<ConsumeEvent, void>,
  consumer: Consumer,
  clock: Clock,
): DeliveredEvents<ConsumeEvent> {
  let handedOut: TailBatch | undefined;
  /** Taken by the socket, and not committed yet. */
  let delivered: TailBatch | undefined;
  let generation: number | undefined;
  const left = new AbortController();
  const ridingOut = { clock, limitMs: defaultLimits.readerRetryMs, signal: left.signal };

  const commitDelivered = async (): Promise<void> => {
    if (!delivered) return;
    const batch = delivered;
    const { topic, partition, nextOffset, logEpoch } = batch;
    const options = generation === undefined ? {} : { generation };
    try {
      await rideOut(ridingOut, () => consumer.commit([{ topic, partition, nextOffset, logEpoch }], options));
    } catch (error) {
      if (!isMillraceError(error) || !(movedOn.includes(error.code) || isLost(error))) throw error;
    }
    if (delivered === batch) delivered = undefined;
  };

  return {
    async next() {
      if (left.signal.aborted) return { value: undefined, done: true };
      const [pulled] = await Promise.all([events.next(), commitDelivered()]);
      if (pulled.done || left.signal.aborted) return { value: undefined, done: true };
      const event = pulled.value;
      handedOut = event instanceof TailBatch ? event : undefined;
      if (!(event instanceof TailBatch) && event.kind === 'ASSIGNMENT') generation = event.generation;
      return pulled;
    },
    taken() {
      delivered = handedOut;
    },
    async return() {
      left.abort();
      // Also one that is on its way: the member is gone before it is there. Where it fails the batch comes again.
      await commitDelivered().catch(() => undefined);
      await events.return?.();
      return { value: undefined, done: true };
    },
  };
}
