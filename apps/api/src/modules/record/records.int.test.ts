import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawSocket } from '../../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const produce = `mutation Produce($input: ProduceInput!) {
  produce(input: $input) { batches { partition baseOffset count } records { partition offset timestamp } }
}`;
const fields = `topic partition offset timestamp key value tombstone keyError valueError keyBytes valueBytes
  headers { key value valueBytes }`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

async function createTopic(name: string, config: object = {}, partitionCount = 1): Promise<void> {
  await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
    input: { name, partitionCount, config },
  });
}

describe('produce and records', () => {
  test('variables within a record that is written out in the text are stored', async () => {
    await createTopic('written');
    await api.data(
      `mutation ($id: Int!, $none: Int) {
        produce(input: { topic: "written", records: [{ key: { id: $id }, value: { id: $id, tags: ["a", $id], none: $none } }] }) { duplicate }
      }`,
      { id: 7 },
    );
    const found = await api.data(
      'query ($id: Int!) { records(topic: "written", filter: { key: { id: $id } }) { records { key value } } }',
      { id: 7 },
    );
    // The key's text: its topic has the format STRING.
    expect(found).toEqual({ records: { records: [{ key: '{"id":7}', value: { id: 7, tags: ['a', 7] } }] } });
  });

  test('what is produced is read back, field by field', async () => {
    await createTopic('fields');
    const timestamp = '2026-01-31T13:00:00.250+01:00';
    const { produce: payload } = await api.data(produce, {
      input: {
        topic: 'fields',
        records: [
          { key: 'a', value: { b: 1, a: [true, null] }, timestamp, headers: [{ key: 'h', value: 'ü' }, { key: 'h' }] },
          { valueBytes: Buffer.from('not json').toString('base64') },
          { key: { b: 2, a: 1 }, keyBytes: null },
        ],
      },
    });
    expect(payload).toMatchObject({
      batches: [{ partition: 0, baseOffset: 0, count: 3 }],
      records: [{ partition: 0, offset: 0, timestamp: '2026-01-31T12:00:00.250Z' }, { offset: 1 }, { offset: 2 }],
    });
    const { records } = await api.data<{ records: { records: object[]; cursor: string; atEnd: boolean } }>(
      `{ records(topic: "fields", from: { edge: EARLIEST }) { records { ${fields} } cursor previousCursor atEnd } }`,
    );
    expect(records.records).toEqual([
      {
        topic: 'fields',
        partition: 0,
        offset: 0,
        timestamp: '2026-01-31T12:00:00.250Z',
        key: 'a',
        value: { b: 1, a: [true, null] },
        tombstone: false,
        keyError: null,
        valueError: null,
        keyBytes: 'YQ==',
        valueBytes: Buffer.from('{"b":1,"a":[true,null]}').toString('base64'),
        headers: [
          { key: 'h', value: 'ü', valueBytes: 'w7w=' },
          { key: 'h', value: null, valueBytes: null },
        ],
      },
      expect.objectContaining({
        key: null,
        value: null,
        tombstone: false,
        valueError: expect.stringMatching(/not JSON/),
      }),
      expect.objectContaining({
        key: '{"a":1,"b":2}',
        value: null,
        tombstone: true,
        valueBytes: null,
        valueError: null,
      }),
    ]);
    expect(records.atEnd).toBe(true);
  });

  test('a value nested thousands of levels deep stops nobody: it is told as not readable, over HTTP, sockets and in a tail', async () => {
    await createTopic('deep', { keyFormat: 'JSON' });
    const deep = Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`).toString('base64');
    const input = {
      topic: 'deep',
      records: [
        { keyBytes: deep, valueBytes: deep },
        { key: 2, value: 'next' },
      ],
    };
    await api.data(produce, { input });
    const error = 'The JSON is nested deeper than 1000 levels. Read and send it as bytes.';
    const expected = [
      { key: null, keyError: error, value: null, valueError: error, valueBytes: deep },
      { key: 2, keyError: null, value: 'next', valueError: null, valueBytes: Buffer.from('"next"').toString('base64') },
    ];
    const selected = '{ records { key keyError value valueError valueBytes } }';
    const query = `{ records(topic: "deep", from: { edge: EARLIEST }) ${selected} }`;
    expect(await api.data(query)).toEqual({ records: { records: expected } });
    const found = query.replace('from:', 'filter: { jsonPath: "$ == \\"next\\"" }, from:');
    expect(await api.data(found)).toEqual({ records: { records: [expected[1]] } });
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('q', query);
    expect((await socket.next('next')).payload).toEqual({ data: { records: { records: expected } } });
    await socket.next('complete');
    socket.subscribe('t', `subscription { tail(topics: ["deep"], from: { edge: EARLIEST }) ${selected} }`);
    expect((await socket.next('next')).payload).toEqual({ data: { tail: { records: expected } } });
    socket.socket.close();
  });
});
