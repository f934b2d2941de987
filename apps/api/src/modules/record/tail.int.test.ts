import type { Engine } from '@millrace/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overrideEngine } from '../../testing/override-engine.ts';
import { RawSocket } from '../../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Batch = { partition: number; nextOffset: number; skipped: number; records: { offset: number; value: number }[] };
type Result = { data?: { tail: Batch } | null; errors?: readonly { extensions?: object }[] };

const fields = '{ topic partition nextOffset logEpoch highWatermark skipped records { offset value } }';
const tail = `subscription ($topic: String!, $partitions: [Int!], $from: Position, $maxRecords: Int! = 500, $maxWaitMs: Int! = 0) {
  tail(topics: [$topic], partitions: $partitions, from: $from, maxRecords: $maxRecords, maxWaitMs: $maxWaitMs) ${fields}
}`;

let reads = 0;
let api: TestApi;
beforeAll(async () => {
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, {
      read: (input) => {
        reads += 1;
        return engine.read(input);
      },
    });
  api = await startTestApi({ decorateEngine, limits: { maxSocketBufferBytes: 64 * 1024, keepAliveMs: 60_000 } });
  await api.ready;
});
afterAll(() => api?.remove());

async function createTopic(name: string, partitionCount = 1): Promise<void> {
  const input = { name, partitionCount };
  await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', { input });
}

async function produce(topic: string, records: object[]): Promise<void> {
  const input = { topic, records };
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', { input });
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ value: from + i }));

/** Subscribes and collects batches until `enough` says so. */
async function collect(variables: object, enough: (batches: Batch[]) => boolean, query = tail): Promise<Batch[]> {
  const batches: Batch[] = [];
  const events = api.client().iterate<{ tail: Batch }>({ query, variables: variables as Record<string, unknown> });
  for await (const { data, errors } of events) {
    if (errors) throw new Error(JSON.stringify(errors));
    if (data) batches.push(data.tail);
    if (enough(batches)) break;
  }
  return batches;
}

const recordsOf = (batches: readonly Batch[]) => batches.flatMap((batch) => batch.records);

describe('where a tail starts', () => {
  beforeAll(async () => {
    await createTopic('starts', 2);
    const records = numbers(0, 20).map((record, i) => ({
      ...record,
      partition: i % 2,
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString(),
    }));
    await produce('starts', records);
  });

  const cases: [string, object, number[]][] = [
    ['EARLIEST', { from: { edge: 'EARLIEST' } }, numbers(0, 20).map(({ value }) => value)],
    ['an offset', { partitions: [1], from: { offset: 8 } }, [17, 19]],
    [
      'offsets, others from EARLIEST',
      { from: { offsets: [{ topic: 'starts', partition: 0, offset: 9 }] } },
      [1, 3, 5, 7, 9, 11, 13, 15, 17, 18, 19],
    ],
    ['a timestamp', { from: { timestamp: '2026-01-01T00:00:15Z' } }, [15, 16, 17, 18, 19]],
    ['last', { from: { last: 3 } }, [17, 18, 19]],
  ];
  test.each(cases)('%s', async (_, variables, values) => {
    const batches = await collect({ topic: 'starts', ...variables }, (so) => recordsOf(so).length >= values.length);
    expect(
      recordsOf(batches)
        .map(({ value }) => value)
        .sort((a, b) => a - b),
    ).toEqual(values);
    for (const { partition, records, nextOffset } of batches) {
      expect(records.every(({ value }) => value % 2 === partition)).toBe(true);
      expect(nextOffset).toBe((records.at(-1)?.offset as number) + 1);
    }
  });

  test.each([
    ['a cursor', { from: { cursor: 'x' } }, 'INVALID_POSITION'],
    ['an offset of two partitions', { from: { offset: 1 } }, 'INVALID_POSITION'],
    [
      'offsets of a topic that is not read',
      { from: { offsets: [{ topic: 'x', partition: 0, offset: 0 }] } },
      'INVALID_POSITION',
    ],
    ['a partition that there is not', { partitions: [2] }, 'PARTITION_NOT_FOUND'],
    ['batches of none', { maxRecords: 0 }, 'INVALID_INPUT'],
    ['a wait without end', { maxWaitMs: 60_001 }, 'INVALID_INPUT'],
    ['an offset out of range', { partitions: [0], from: { offset: 99 } }, 'OFFSET_OUT_OF_RANGE'],
  ])('%s is refused', async (_, variables, code) => {
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('1', tail, { topic: 'starts', ...variables });
    expect(await socket.next('error')).toMatchObject({ id: '1', payload: [{ extensions: { code } }] });
    socket.socket.close();
  });
});

test('maxRecords bounds a batch, maxWaitMs fills it', async () => {
  await createTopic('fill');
  for (let i = 0; i < 10; i++) await produce('fill', numbers(i * 10, i * 10 + 10));
  const from = { edge: 'EARLIEST' };
  const bounded = await collect({ topic: 'fill', from, maxRecords: 7 }, (so) => recordsOf(so).length >= 100);
  expect(Math.max(...bounded.map(({ records }) => records.length))).toBe(7);
  const filled = await collect({ topic: 'fill', from, maxRecords: 50, maxWaitMs: 10_000 }, (so) => so.length === 2);
  expect(filled.map(({ records }) => records.length)).toEqual([50, 50]);
});

test('over maxRecordsPerSecond the oldest are left out and counted', async () => {
  await createTopic('rate');
  await produce('rate', numbers(0, 5_000));
  const query = `subscription { tail(topics: ["rate"], from: { edge: EARLIEST }, maxRecordsPerSecond: 100) ${fields} }`;
  const seen = (so: Batch[]) => so.reduce((sum, { records, skipped }) => sum + records.length + skipped, 0);
  const batches = await collect({}, (so) => seen(so) >= 5_000, query);
  expect(seen(batches)).toBe(5_000);
  expect(batches.at(-1)?.nextOffset).toBe(5_000);
  expect(recordsOf(batches).length).toBeLessThan(1_000);
});

describe('subscribers that ask the same', () => {
  test('share one reader, and each gets everything in order', async () => {
    await createTopic('shared');
    const before = reads;
    const sockets = await Promise.all(Array.from({ length: 5 }, () => new RawSocket(api.socketUrl).init()));
    for (const [i, socket] of sockets.entries()) {
      socket.subscribe(`id ${i} "quoted"`, tail, { topic: 'shared' });
      // Postgres is asked behind the subscription, which has begun by then.
      socket.subscribe('q', '{ topic(name: "shared") { recordCount } }');
      await socket.next('next');
      await socket.next('complete');
    }
    for (let i = 0; i < 20; i++) await produce('shared', numbers(i, i + 1));
    for (const [i, socket] of sockets.entries()) {
      const values: number[] = [];
      while (values.length < 20) {
        const { id, payload } = await socket.next('next');
        expect(id).toBe(`id ${i} "quoted"`);
        values.push(...((payload as Result).data?.tail.records.map(({ value }) => value) ?? []));
      }
      expect(values).toEqual(numbers(0, 20).map(({ value }) => value));
    }
    expect(reads - before).toBe(1);
    for (const socket of sockets) socket.socket.close();
  });

  test('get no records from before they came, though others have them waiting to fill a batch', async () => {
    await createTopic('joined');
    const subscribe = async () => {
      const socket = await new RawSocket(api.socketUrl).init();
      socket.subscribe('t', tail, { topic: 'joined', maxRecords: 3, maxWaitMs: 60_000 });
      // Postgres is asked behind the subscription, which has begun by then.
      socket.subscribe('q', '{ topic(name: "joined") { recordCount } }');
      await socket.next('next');
      await socket.next('complete');
      return socket;
    };
    const first = await subscribe();
    await produce('joined', numbers(0, 1));
    const second = await subscribe();
    await produce('joined', numbers(1, 4));
    const valuesOf = async (socket: RawSocket) =>
      ((await socket.next('next')).payload as Result).data?.tail.records.map(({ value }) => value);
    expect(await valuesOf(first)).toEqual([0, 1, 2]);
    expect(await valuesOf(second)).toEqual([1, 2, 3]);
    for (const socket of [first, second]) socket.socket.close();
  });

  test('one that does not read holds nobody up, and misses nothing when it reads again', async () => {
    await createTopic('slow');
    const quick = await new RawSocket(api.socketUrl).init();
    const slow = await new RawSocket(api.socketUrl).init();
    for (const socket of [quick, slow]) {
      socket.subscribe('t', tail, { topic: 'slow' });
      socket.subscribe('q', '{ topic(name: "slow") { recordCount } }');
      await socket.next('next');
      await socket.next('complete');
    }
    slow.socket.pause();
    const padding = 'x'.repeat(1_000);
    const read = async (socket: RawSocket, upTo: number, from = 0) => {
      for (let expected = from; expected < upTo; ) {
        const { payload } = await socket.next('next');
        for (const { offset } of (payload as Result).data?.tail.records ?? []) expect(offset).toBe(expected++);
      }
    };
    // 30 MB: more than kernels, outlet and ring hold between them.
    for (let i = 0; i < 30; i++)
      await produce(
        'slow',
        Array.from({ length: 1_000 }, () => ({ value: padding })),
      );
    await read(quick, 30_000);
    slow.socket.resume();
    await read(slow, 30_000);
    await produce('slow', numbers(0, 10));
    await Promise.all([read(quick, 30_010, 30_000), read(slow, 30_010, 30_000)]);
    quick.socket.close();
    slow.socket.close();
  });

  test('end by an error that says so when the topic is deleted', async () => {
    await createTopic('gone');
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('t', tail, { topic: 'gone' });
    socket.subscribe('q', '{ topic(name: "gone") { id } }');
    await socket.next('next');
    await socket.next('complete');
    await api.data('mutation { deleteTopic(input: { name: "gone" }) { id } }');
    expect(await socket.next('error')).toMatchObject({
      id: 't',
      payload: [{ extensions: { code: 'TOPIC_NOT_FOUND' } }],
    });
    socket.socket.close();
  });
});
