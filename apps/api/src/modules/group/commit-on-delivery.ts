import { type Clock, type ErrorCode, isMillraceError, type MillraceError } from '@millrace/core';
import { type Consumer, rideOut } from '@millrace/engine';
import type { DeliveredEvents } from '../../delivery/delivered-events.ts';
import { TailBatch } from '../record/tail-batch.ts';
import type { ConsumeEvent } from './consume-event.ts';

/** The partition has moved or is gone: its next owner goes on, and what was delivered here comes again there. */
const movedOn: readonly ErrorCode[] = ['FENCED_MEMBER', 'ILLEGAL_GENERATION', 'TOPIC_NOT_FOUND', 'PARTITION_NOT_FOUND'];

/** The log has lost what was delivered: the assignment that comes next says where it goes on. */
const isLost = (error: MillraceError) =>
  error.code === 'OFFSET_OUT_OF_RANGE' && error.details?.epochEndOffset !== undefined;

/** What was taken longer ago than this may have a partition behind it that has moved meanwhile. */
const freshMs = 100;

/**
 * Commits every batch once the socket has taken it, and hands nothing out before that is acknowledged; the commit and the wait for
 * what comes next go side by side. A batch that has waited, for a slow socket or a slow commit, until its partition was somebody else's is left out: it
 * comes again there. Who leaves commits the last one first. What was handed out and not taken, because the socket closed meanwhile, is never committed:
 * it comes again. An outage of Postgres is ridden out for as long as the reader does; who leaves during one tries once more.
 */
export function commitOnDelivery(
  events: AsyncIterator<ConsumeEvent, void>,
  consumer: Consumer,
  { clock, readerRetryMs }: { readonly clock: Clock; readonly readerRetryMs: number },
): DeliveredEvents<ConsumeEvent> {
  let handedOut: TailBatch | undefined;
  /** Taken by the socket, and not committed yet. */
  let delivered: TailBatch | undefined;
  let committing: Promise<void> = Promise.resolve();
  let takenAt = Number.NEGATIVE_INFINITY;
  let generation: number | undefined;
  const left = new AbortController();
  const ridingOut = { clock, limitMs: readerRetryMs, signal: left.signal };

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

  /** Asked only where it may have moved: a member may own many. */
  const hasMoved = ({ topic, partition }: TailBatch): boolean =>
    clock.monotonic() - takenAt > freshMs &&
    !consumer.assignment.some((owned) => owned.partition === partition && owned.topic === topic);

  return {
    async next() {
      for (;;) {
        if (left.signal.aborted) return { value: undefined, done: true };
        const [pulled] = await Promise.all([events.next(), committing]);
        if (pulled.done || left.signal.aborted) return { value: undefined, done: true };
        const event = pulled.value;
        const batch = event instanceof TailBatch ? event : undefined;
        if (batch && hasMoved(batch)) continue;
        handedOut = batch;
        if (!(event instanceof TailBatch) && event.kind === 'ASSIGNMENT') generation = event.generation;
        return pulled;
      }
    },
    taken() {
      takenAt = clock.monotonic();
      delivered = handedOut;
      // At once: a slow socket may ask for the next only when the partition is somebody else's.
      committing = commitDelivered();
      committing.catch(() => undefined);
    },
    async return() {
      left.abort();
      // The member would be gone before one that is on its way is there. Where it fails the batch comes again.
      await committing.catch(commitDelivered).catch(() => undefined);
      await events.return?.();
      return { value: undefined, done: true };
    },
  };
}
