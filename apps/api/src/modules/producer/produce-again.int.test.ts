import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { createTopic } from '../../testing/test-topics.ts';

const produce = `mutation ($input: ProduceInput!) {
  produce(input: $input) { duplicate batches { partition baseOffset count } records { partition offset timestamp } }
}`;
const init = 'mutation ($input: InitProducerInput) { initProducer(input: $input) { producerId epoch } }';

interface Producer {
  readonly producerId: number;
  readonly epoch: number;
}

let api: TestApi;
let producer: Producer;

beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  await createTopic(api, 't', 3);
});
afterAll(() => api?.remove());

interface Payload {
  readonly duplicate: boolean;
  readonly records: readonly object[];
}

async function initProducer(input?: object): Promise<Producer> {
  return (await api.data<{ initProducer: Producer }>(init, { input })).initProducer;
}

const input = (from: object, sequence: unknown, value = 'v') => ({
  input: {
    topic: 't',
    producer: { ...from, sequence },
    records: [{ value }, { key: 'k', value }, { key: 'l', value }],
  },
});
const send = async (variables: object) => (await api.data<{ produce: Payload }>(produce, { ...variables })).produce;
const refused = async (variables: object) => {
  const result = await api.execute(produce, { ...variables });
  const [error] = result.errors ?? [];
  return { code: error?.extensions.code, details: error?.extensions.details, retriable: error?.extensions.retriable };
};

describe('over HTTP', () => {
  test('L28: a mutation that is sent again is appended once, and gives what the first one gave', async () => {
    producer = await initProducer();
    const first = await send(input(producer, 0));
    expect(first.duplicate).toBe(false);
    expect(first.records).toHaveLength(3);
    const again = await send(input(producer, 0));
    expect(again).toEqual({ ...first, duplicate: true });
    await send(input(producer, 1));
    expect((await send(input(producer, 0))).records).toEqual(first.records);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('millrace_producer_calls_total{outcome="DUPLICATE"} 2');
  });

  test('L29 L31: gaps, other records, unknown and fenced producers are refused by name', async () => {
    producer = await initProducer({});
    await send(input(producer, 0));
    expect(await refused(input(producer, 2))).toEqual({
      code: 'OUT_OF_ORDER_SEQUENCE',
      details: { expectedSequence: 1 },
      retriable: false,
    });
    expect(await refused(input(producer, 0, 'w'))).toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE' });
    expect(await refused(input({ producerId: 99_999, epoch: 0 }, 0))).toMatchObject({ code: 'UNKNOWN_PRODUCER_ID' });
    const older = await initProducer({ transactionalId: 'orders' });
    const newer = await initProducer({ transactionalId: 'orders' });
    expect(newer).toEqual({ producerId: older.producerId, epoch: older.epoch + 1 });
    expect(await refused(input(older, 0))).toMatchObject({ code: 'PRODUCER_FENCED', details: { epoch: newer.epoch } });
    expect((await send(input(newer, 0))).duplicate).toBe(false);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('millrace_producer_calls_total{outcome="PRODUCER_FENCED"} 1');
  });

  test.each([
    ['a negative sequence', { sequence: -1 }],
    ['a sequence that is no whole number', { sequence: 1.5 }],
    ['a sequence beyond 2^53', { sequence: 2 ** 54 }],
    ['a negative epoch', { epoch: -1 }],
    ['an epoch that was never given out', { epoch: 3 }],
    ['an id of 0', { producerId: 0 }],
    ['no sequence', { sequence: undefined }],
    ['a sequence as text', { sequence: '1' }],
  ])('%s is refused, and nothing is appended', async (_, wrong) => {
    producer = await initProducer();
    const variables = input(producer, 0);
    const result = await api.execute(produce, {
      input: { ...variables.input, producer: { ...variables.input.producer, ...wrong } },
    });
    expect(['INVALID_INPUT', 'BAD_USER_INPUT']).toContain(codeOf(result));
    expect((await send(variables)).duplicate).toBe(false);
  });

  test.each([[''], ['x'.repeat(250)]])('a transactional id of %j is refused', async (transactionalId) => {
    expect(codeOf(await api.execute(init, { input: { transactionalId } }))).toBe('INVALID_INPUT');
  });
});
