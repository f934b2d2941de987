import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@millrace/database/testing';
import { until, within } from '@millrace/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Calls a producer has on their way at a time, as many as Kafka's. */
const inFlight = 5;
const producers = 3;
const recordsPerCall = 20;
const partitionCount = 3;

// As it was built: `npm test` builds before it tests.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database?.drop();
});

interface Api {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startApi(): Promise<Api> {
  const child = fork(main, {
    execArgv: [],
    env: { ...process.env, MILLRACE_API_PORT: '0', MILLRACE_LOG_LEVEL: 'silent', DATABASE_URL: database.url },
    silent: true,
  });
  children.push(child);
  const [message] = (await within(once(child, 'message'), 'the API', 120_000)) as [{ url: string }];
  return { child, url: message.url };
}

interface Answer<T> {
  readonly data?: T;
  readonly errors?: readonly { extensions: { code: string; retriable: boolean } }[];
}

async function ask<T>(url: string, query: string, variables: object): Promise<Answer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<T>;
}

/** Of each attempt its own. */
let topic: string;
const produce = 'mutation ($input: ProduceInput!) { produce(input: $input) { records { partition offset } } }';
type Place = readonly [partition: number, offset: number];
type Produced = { produce: { records: readonly { partition: number; offset: number }[] } };

/** A client as docs/producing.md describes it: it sends each call again until it hears what became of it. */
class Client {
  readonly name: string;
  readonly #api: () => string;
  #producer = { producerId: 0, epoch: 0 };
  #next = 0;
  stopped = false;
  sentAgain = 0;
  /** Where the records of each call are, as it was told. */
  readonly acknowledged = new Map<number, readonly Place[]>();

  constructor(name: string, api: () => string) {
    this.name = name;
    this.#api = api;
  }

  async run(): Promise<void> {
    const init = 'mutation { initProducer { producerId epoch } }';
    const { data } = await ask<{ initProducer: { producerId: number; epoch: number } }>(this.#api(), init, {});
    this.#producer = data?.initProducer as { producerId: number; epoch: number };
    const worker = async () => {
      while (!this.stopped) await this.#call(this.#next++);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  }

  async #call(sequence: number): Promise<void> {
    const records = Array.from({ length: recordsPerCall }, (_, i) => ({
      key: i % 2 ? `${i}` : null,
      value: `${this.name}/${sequence}/${i}`,
    }));
    const input = { topic, records, producer: { ...this.#producer, sequence } };
    for (let attempt = 0; ; attempt++) {
      if (attempt > 0) this.sentAgain += 1;
      const answer = await ask<Produced>(this.#api(), produce, { input }).catch(() => undefined);
      if (answer?.data) {
        const { records: placed } = answer.data.produce;
        this.acknowledged.set(
          sequence,
          placed.map(({ partition, offset }) => [partition, offset]),
        );
        return;
      }
      const refusal = answer?.errors?.[0]?.extensions;
      // Those before it are on their way again too.
      if (refusal && !refusal.retriable && refusal.code !== 'OUT_OF_ORDER_SEQUENCE') throw new Error(refusal.code);
      await new Promise(setImmediate);
    }
  }
}

async function readAll(url: string): Promise<Map<string, Place>> {
  const query = `query ($partition: Int!, $offset: Offset!) {
    records(topic: "${topic}", partitions: [$partition], from: { offset: $offset }, limit: 10000) { records { offset value } atEnd }
  }`;
  const places = new Map<string, Place>();
  for (let partition = 0; partition < partitionCount; partition++) {
    for (let offset = 0, atEnd = false; !atEnd; ) {
      const { data } = await ask<{ records: { records: { offset: number; value: string }[]; atEnd: boolean } }>(
        url,
        query,
        {
          partition,
          offset,
        },
      );
      for (const found of data?.records.records ?? []) {
        expect(found.offset).toBe(offset);
        expect(places.has(found.value), `${found.value} is there twice`).toBe(false);
        places.set(found.value, [partition, offset]);
        offset += 1;
      }
      atEnd = data?.records.atEnd ?? false;
    }
  }
  return places;
}

test('L28 L30: the API killed with -9 under load; clients send again what was not acknowledged: all is there once', async () => {
  topic = `t${Date.now()}`;
  const [first, second] = await Promise.all([startApi(), startApi()]);
  let serving: Api = first;
  await ask(serving.url, 'mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
    input: { name: topic, partitionCount },
  });
  const clients = Array.from({ length: producers }, (_, i) => new Client(`c${i}`, () => serving.url));
  const running = Promise.all(clients.map((client) => client.run()));
  const acknowledged = () => clients.reduce((sum, client) => sum + client.acknowledged.size, 0);
  const more = (calls: number) => {
    const before = acknowledged();
    return within(
      Promise.race([running, until('calls', () => acknowledged() >= before + calls, 60_000)]),
      'calls',
      60_000,
    );
  };
  await more(100);
  first.child.kill('SIGKILL');
  serving = second;
  await more(200);
  for (const client of clients) client.stopped = true;
  await within(running, 'the clients', 60_000);
  const places = await readAll(serving.url);
  expect(places.size).toBe(acknowledged() * recordsPerCall);
  // One that had only begun may have had nothing on its way.
  expect(clients.reduce((sum, client) => sum + client.sentAgain, 0)).toBeGreaterThan(0);
  for (const client of clients) {
    for (const [sequence, told] of client.acknowledged) {
      told.forEach((place, i) => {
        expect(places.get(`${client.name}/${sequence}/${i}`)).toEqual(place);
      });
    }
  }
}, 240_000);
