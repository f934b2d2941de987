import { countRecords, createStreams, groupByKey, toTable } from '@millrace/streams-rx';
import { sessionKey, TestInstance, testTopology, windowKey } from '@millrace/streams-rx/testing';
import { describe, expect, test } from 'vitest';
import { keysOf, TestTables } from '../../testing/test-tables.ts';
import { createTopic } from '../../testing/test-topics.ts';

const tables = new TestTables();

describe('a table', () => {
  test('of an application that runs is read by key', async () => {
    await createTopic(tables.api, 'words', 2);
    const app = createStreams({ applicationId: 'counted', engine: tables.node.engine });
    app.stream<string, string>('words').pipe(
      groupByKey(({ value }) => value),
      countRecords(),
      toTable('words_counted'),
    );
    await app.start();
    const records = ['a', 'b', 'a', 'c', 'a'].map((word) => ({ key: null, value: Buffer.from(JSON.stringify(word)) }));
    await tables.node.engine.append({ topic: 'words', records });
    await tables.has('counted', 'words_counted', { a: 3, b: 1, c: 1 });
    expect(await tables.page('counted', 'words_counted', 'range')).toEqual({
      nodes: [
        { key: 'a', value: 3, partition: expect.any(Number), window: null },
        { key: 'b', value: 1, partition: expect.any(Number), window: null },
        { key: 'c', value: 1, partition: expect.any(Number), window: null },
      ],
      pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
    });
    const { streamsApplication } = await tables.api.data<{ streamsApplication: { stores: object[] } }>(
      `{ streamsApplication(id: "counted") { state stores { name kind subTopology isTable retentionMs windowSizeMs keyFormat valueFormat bytes entries } } }`,
    );
    expect(streamsApplication).toMatchObject({
      state: 'RUNNING',
      stores: [
        {
          name: 'words_counted',
          kind: 'KEY_VALUE',
          subTopology: expect.any(String),
          isTable: true,
          retentionMs: null,
          windowSizeMs: null,
          keyFormat: 'STRING',
          valueFormat: 'JSON',
          bytes: expect.any(Number),
          entries: expect.any(Number),
        },
      ],
    });
    await app.stop();
    expect(keysOf(await tables.page('counted', 'words_counted', 'get(key: "b")'))).toEqual(['b']);
    expect(keysOf(await tables.page('counted', 'words_counted', 'get(key: "none")'))).toEqual([]);
  });

  test('is read between two keys and whole, in pages over all its partitions, folded or not', async () => {
    const first = await tables.state('paged', [{ name: 'letters' }], 0);
    const second = await tables.state('paged', [{ name: 'letters' }], 1);
    await first.write('letters', { a: 1, c: 3, e: 5, gone: 0 });
    await second.write('letters', { b: 2, d: 4, f: 6 });
    await first.settle();
    await first.write('letters', { c: 33, gone: null });
    expect(await tables.allKeys('paged', 'letters', 'range($PAGE)')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(await tables.allKeys('paged', 'letters', 'range($PAGE, reverse: true)')).toEqual([
      'f',
      'e',
      'd',
      'c',
      'b',
      'a',
    ]);
    expect(await tables.allKeys('paged', 'letters', 'range($PAGE, from: "b", to: "e")')).toEqual(['b', 'c', 'd', 'e']);
    expect(await tables.allKeys('paged', 'letters', 'range($PAGE, from: "b", toBytes: "ZA==", reverse: true)')).toEqual(
      ['d', 'c', 'b'],
    );
    expect(await tables.allKeys('paged', 'letters', 'range($PAGE, from: "x")')).toEqual([]);
    expect(await tables.allKeys('paged', 'letters', 'scan($PAGE)')).toEqual(['a', 'c', 'e', 'b', 'd', 'f']);
    expect((await tables.page('paged', 'letters', 'get(keyBytes: "Yw==")')).nodes).toEqual([
      { key: 'c', value: 33, partition: 0, window: null },
    ]);
  });

  test('of windows has them of a key by start, and of keys between two', async () => {
    const topology = testTopology([{ name: 'hourly', kind: 'WINDOW', windowSizeMs: 3_600_000 }]);
    const instance = await new TestInstance(tables.node.engine, 'windowed', { topology }).start();
    const state = await tables.state('windowed', [{ name: 'hourly', kind: 'WINDOW' }]);
    const hour = (n: number) => Date.UTC(2026, 0, 1, n);
    await state.write('hourly', {
      [windowKey('a', hour(0))]: 1,
      [windowKey('a', hour(1))]: 2,
      [windowKey('a', hour(2))]: 3,
      [windowKey('a\0', hour(1))]: 4,
      [windowKey('b', hour(1))]: 5,
    });
    const at = (n: number) => `2026-01-01T0${n}:00:00.000Z`;
    const entry = (key: string, n: number, value: number) => ({
      key,
      value,
      partition: 0,
      window: { start: at(n), end: at(n + 1) },
    });
    expect((await tables.page('windowed', 'hourly', 'get(key: "a")')).nodes).toEqual(
      [0, 1, 2].map((n) => entry('a', n, n + 1)),
    );
    const some = `get(key: "a", windowFrom: "${at(1)}", windowTo: "${at(2)}")`;
    expect((await tables.page('windowed', 'hourly', some)).nodes).toEqual([entry('a', 1, 2)]);
    expect(await tables.allKeys('windowed', 'hourly', 'get(key: "a", $PAGE)')).toEqual(['a', 'a', 'a']);
    expect(keysOf(await tables.page('windowed', 'hourly', 'range(from: "a", to: "a")'))).toEqual(['a', 'a', 'a']);
    expect(await tables.allKeys('windowed', 'hourly', 'range(from: "a\\u0000", $PAGE)')).toEqual(['a\0', 'b']);
    const inSecond = `windowFrom: "${at(1)}", windowTo: "${at(2)}"`;
    expect((await tables.page('windowed', 'hourly', `range(to: "a", ${inSecond})`)).nodes).toEqual([entry('a', 1, 2)]);
    for (const way of ['scan', 'range']) {
      expect(await tables.allKeys('windowed', 'hourly', `${way}(${inSecond}, $PAGE)`)).toEqual(['a', 'a\0', 'b']);
    }
    expect(await tables.allKeys('windowed', 'hourly', `range(${inSecond}, reverse: true, $PAGE)`)).toEqual([
      'b',
      'a\0',
      'a',
    ]);
    await instance.registry.close();
  });

  test('of sessions has them of a key by end; where nobody knows how long windows are they have no end', async () => {
    const state = await tables.state('sessions', [
      { name: 'clicks', kind: 'SESSION' },
      { name: 'unknown', kind: 'WINDOW' },
    ]);
    await state.write('clicks', {
      [sessionKey('u', 0, 10)]: 1,
      [sessionKey('u', 100, 200)]: 2,
      [sessionKey('u', 300, 400)]: 3,
    });
    await state.write('unknown', { [windowKey('u', 5)]: 1 });
    const time = (ms: number) => new Date(ms).toISOString();
    const values = async (read: string) =>
      (await tables.page('sessions', 'clicks', read)).nodes.map(({ value }) => value);
    expect((await tables.page('sessions', 'clicks', 'get(key: "u", first: 1)')).nodes).toEqual([
      { key: 'u', value: 1, partition: 0, window: { start: time(0), end: time(10) } },
    ]);
    expect(await values(`get(key: "u", windowFrom: "${time(150)}")`)).toEqual([2, 3]);
    expect(await values(`get(key: "u", windowFrom: "${time(10)}", windowTo: "${time(300)}")`)).toEqual([1, 2]);
    const cut = await tables.page('sessions', 'clicks', `get(key: "u", first: 2, windowTo: "${time(100)}")`);
    expect([cut.nodes.length, cut.pageInfo.hasNextPage]).toEqual([1, false]);
    const early = `windowFrom: "${time(10)}", windowTo: "${time(300)}"`;
    expect(await values(`range(${early})`)).toEqual([1, 2]);
    expect(await values(`scan(${early})`)).toEqual([1, 2]);
    expect((await tables.page('sessions', 'unknown', 'scan')).nodes[0]?.window).toEqual({ start: time(5), end: null });
  });

  test('shows bytes where they are not of their format', async () => {
    const state = await tables.state('bytes', [
      { name: 'odd' },
      { name: 'raw', keyFormat: 'BYTES', valueFormat: 'Avro' },
    ]);
    await state.write('odd', { '\u00ff': Buffer.from('{') });
    await state.write('raw', { '\u00ff': Buffer.from([1, 2]) });
    const query = (
      store: string,
      read: string,
    ) => `{ table(application: "bytes", store: "${store}") { kind keyFormat valueFormat
      page: ${read} { nodes { key keyError keyBytes value valueError valueBytes } } } }`;
    expect(await tables.api.data(query('odd', 'get(keyBytes: "/w==")'))).toMatchObject({
      table: {
        page: {
          nodes: [
            {
              key: null,
              keyError: expect.stringContaining('UTF-8'),
              keyBytes: '/w==',
              value: null,
              valueError: expect.stringContaining('JSON'),
              valueBytes: 'ew==',
            },
          ],
        },
      },
    });
    expect(await tables.api.data(query('raw', 'get(key: "/w==")'))).toEqual({
      table: {
        kind: 'KEY_VALUE',
        keyFormat: 'BYTES',
        valueFormat: 'Avro',
        page: {
          nodes: [
            { key: '/w==', keyError: null, keyBytes: '/w==', value: 'AQI=', valueError: null, valueBytes: 'AQI=' },
          ],
        },
      },
    });
  });
});
