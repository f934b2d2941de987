import { randomBytes } from 'node:crypto';
import type { Consumer, ConsumerEvent, ConsumerInput, RecordsEvent } from '../consumer/consumer.ts';
import type { Engine } from '../engine.ts';
import { textOf } from './records.ts';
import { within } from './wait.ts';

type EventOf<K extends ConsumerEvent['kind']> = Extract<ConsumerEvent, { kind: K }>;

/** A name that no other test has. */
export const groupName = (): string => `g-${randomBytes(6).toString('hex')}`;

/** The next event, which has to be of this kind. */
export async function next<K extends ConsumerEvent['kind']>(
  consumer: Consumer,
  kind: K,
  limitMs?: number,
): Promise<EventOf<K>> {
  const { value, done } = await within(consumer.next(), `an event ${kind}`, limitMs);
  if (done || value.kind !== kind)
    throw new Error(`${kind} was expected, and there came ${done ? 'the end' : JSON.stringify(value)}`);
  return value as EventOf<K>;
}

/** The next event of this kind; those before it are left out. */
export async function later<K extends ConsumerEvent['kind']>(
  consumer: Consumer,
  kind: K,
  limitMs?: number,
): Promise<EventOf<K>> {
  for (;;) {
    const { value, done } = await within(consumer.next(), `an event ${kind}`, limitMs);
    if (done) throw new Error(`${kind} was expected, and there came the end`);
    if (value.kind === kind) return value as EventOf<K>;
  }
}

/** Records events until there are `count` records, and the values of these; other events are left out. */
export async function consumed(
  consumer: Consumer,
  count: number,
): Promise<{ readonly events: RecordsEvent[]; readonly values: (string | null)[]; readonly last: RecordsEvent }> {
  const events: RecordsEvent[] = [];
  const values: (string | null)[] = [];
  while (values.length < count) {
    const event = await later(consumer, 'RECORDS');
    events.push(event);
    for (const { value } of event.batch) values.push(textOf(value));
  }
  return { events, values, last: events.at(-1) as RecordsEvent };
}

/** A member that has its first assignment. */
export async function joined(engine: Engine, input: ConsumerInput): Promise<Consumer> {
  const consumer = engine.consumer(input);
  await next(consumer, 'ASSIGNMENT');
  return consumer;
}
