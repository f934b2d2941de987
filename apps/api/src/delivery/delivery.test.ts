import { FakeClock } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import type { EventSource } from '../execution/event-source.ts';
import type { DeliveredEvents } from './delivered-events.ts';
import { Delivery } from './delivery.ts';
import { SharedStreams } from './shared-streams.ts';

/** Lets what is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** More than any of these tests reads: whoever reads on for ever fails here and ends. */
const manyEvents = 50;

/** A socket that takes everything until it closes. */
function fakeSink() {
  return {
    isOpen: true,
    congested: false,
    sent: [] as string[],
    send(text: string): boolean {
      if (this.isOpen) this.sent.push(text);
      return this.isOpen;
    },
    drained: () => Promise.resolve(),
  };
}

/** Numbers that are all there, and which of them the source heard were taken. */
function fakeSource() {
  const asked: number[] = [];
  const taken: number[] = [];
  let returned = false;
  const events: DeliveredEvents<number> = {
    async next() {
      if (returned || asked.length === manyEvents) return { value: undefined, done: true };
      asked.push(asked.length + 1);
      return { value: asked.length, done: false };
    },
    taken: () => taken.push(asked.length),
    async return() {
      returned = true;
      return { value: undefined, done: true };
    },
  };
  return { asked, taken, isReturned: () => returned, source: { open: () => events } as EventSource };
}

function deliver(
  source: EventSource,
  sink: ReturnType<typeof fakeSink>,
  render: (event: unknown) => string | Promise<string>,
) {
  const delivery = new Delivery({
    id: '1',
    subscription: { source, render },
    shareKey: null,
    streams: new SharedStreams(new FakeClock()),
    sink,
    present: (error) => error as Error,
    onEnd: () => {},
  });
  return { delivery, ended: delivery.next() };
}

test('a socket that closes is read for no more, and only what it took counts as taken', async () => {
  const sink = fakeSink();
  const { source, asked, taken, isReturned } = fakeSource();
  const { ended } = deliver(source, sink, (event) => {
    if (event === 3) sink.isOpen = false;
    return String(event);
  });
  expect(await ended).toEqual({ value: undefined, done: true });
  expect(sink.sent).toHaveLength(2);
  expect(taken).toEqual([1, 2]);
  expect(asked).toEqual([1, 2, 3]);
  expect(isReturned()).toBe(true);
});

test('what is rendered when the client completes the subscription is neither sent nor taken', async () => {
  const sink = fakeSink();
  const { source, taken } = fakeSource();
  let finish: (text: string) => void = () => {};
  const { delivery, ended } = deliver(source, sink, (event) =>
    event === 2
      ? new Promise((resolve) => {
          finish = resolve;
        })
      : String(event),
  );
  await settle();
  await delivery.return();
  finish('2');
  await ended;
  await settle();
  expect(sink.sent).toHaveLength(1);
  expect(taken).toEqual([1]);
});
