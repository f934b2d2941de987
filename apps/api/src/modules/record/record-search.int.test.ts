import type { Database } from '@millrace/database';
import { createEngine, type Engine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overrideEngine } from '../../testing/override-engine.ts';
import { RawSocket } from '../../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Page = {
  records: {
    records: { partition: number; offset: number; key: unknown; value: unknown }[];
    cursor: string;
    previousCursor: string | null;
    atEnd: boolean;
    search: { ended: string; scannedRecords: number; partitions: object[] } | null;
  };
};

const search = `query ($topic: String!, $filter: RecordFilter, $from: Position, $limit: Int! = 100, $partitions: [Int!]) {
  records(topic: $topic, filter: $filter, from: $from, limit: $limit, partitions: $partitions) {
    records { partition offset key value } cursor previousCursor atEnd
    search { ended scannedRecords partitions { partition fromOffset toOffset } }
  }
}`;

let api: TestApi;
/** What pages are read by, where it is not the API's own engine. */
let reading: Engine | undefined;
beforeAll(async () => {
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, { page: (...args) => (reading ?? engine).page(...args) });
  api = await startTestApi({ decorateEngine });
  await api.ready;
  await createTopic('sensors', { keyIndex: 'SEALED' }, 2);
  const records = Array.from({ length: 20 }, (_, i) => ({
    key: `sensor-${i % 4}`,
    value: { temp: i, items: [{ qty: i }] },
    partition: i % 2,
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString(),
    headers: i % 5 === 0 ? [{ key: 'trace', value: `t${i}` }] : [],
  }));
  await produce('sensors', [...records, { key: 'odd', valueBytes: Buffer.from('no json').toString('base64') }]);
});
afterAll(() => api?.remove());

async function createTopic(name: string, config: object = {}, partitionCount = 1): Promise<void> {
  const input = { name, partitionCount, config: { retentionMs: -1, ...config } };
  await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', { input });
}

async function produce(topic: string, records: object[]): Promise<void> {
  const input = { topic, records };
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', { input });
}

async function find(filter: object, more: object = {}): Promise<Page['records']> {
  return (await api.data<Page>(search, { topic: 'sensors', filter, ...more })).records;
}

const temperatures = (page: Page['records']) => page.records.map(({ value }) => (value as { temp: number }).temp);

describe('L44: records with a filter', () => {
  const cases: [string, object, number[]][] = [
    ['a key', { key: 'sensor-3' }, [3, 7, 11, 15, 19]],
    ['the bytes of a key', { keyBytes: Buffer.from('sensor-3').toString('base64') }, [3, 7, 11, 15, 19]],
    ['how a key begins', { keyPrefix: 'sensor-', jsonPath: '$.temp < 2' }, [0, 1]],
    ['a part of a key', { keyContains: 'sor-2' }, [2, 6, 10, 14, 18]],
    ['a part of a value', { valueContains: '"temp":1,' }, [1]],
    ['a condition', { jsonPath: '$.temp > 17' }, [18, 19]],
    ['a path that selects something', { jsonPath: '$.items[*] ? (@.qty == 4 || @.qty == 6)' }, [4, 6]],
    ['a pattern', { jsonPath: '$.temp.type() == "number" && $.temp >= 19' }, [19]],
    ['a header', { headers: [{ key: 'trace' }] }, [0, 5, 10, 15]],
    ["a header's value", { headers: [{ key: 'trace', value: 't10' }] }, [10]],
    ['a time', { fromTime: '2026-01-01T00:00:05Z', toTime: '2026-01-01T00:00:08Z' }, [5, 6, 7]],
    ['all of it', { key: 'sensor-0', jsonPath: '$.temp > 3', headers: [{ key: 'trace' }] }, []],
  ];
  test.each(cases)('finds by %s', async (_, filter, expected) => {
    const page = await find(filter);
    expect(temperatures(page)).toEqual(expected);
    expect(page).toMatchObject({ previousCursor: null, search: { ended: 'DONE' } });
  });

  test('pages, newest first and oldest first, and says how far it looked', async () => {
    const newest = await find({ keyPrefix: 'sensor-' }, { limit: 3 });
    expect(temperatures(newest)).toEqual([17, 18, 19]);
    expect(newest.search).toMatchObject({ ended: 'LIMIT' });
    const before = await find({ keyPrefix: 'sensor-' }, { limit: 3, from: { cursor: newest.previousCursor } });
    expect(temperatures(before)).toEqual([14, 15, 16]);
    const first = await find({ jsonPath: '$.temp > 5' }, { limit: 2, from: { edge: 'EARLIEST' }, partitions: [1] });
    expect(temperatures(first)).toEqual([7, 9]);
    expect(first.search?.partitions).toEqual([{ partition: 1, fromOffset: 0, toOffset: 5 }]);
    const { search: none } = (await api.data<Page>(search, { topic: 'sensors' })).records;
    expect(none).toBeNull();
  });

  test('a value that is not JSON neither matches nor fails', async () => {
    await createTopic('mixed', { valueFormat: 'STRING' });
    const values = ['{"a": 1}', 'text', '{"a":', '', '{"a": 2}', '"\\u0000"', `${'['.repeat(100_000)}`, '[{"a": 3}]'];
    await produce('mixed', [
      ...values.map((value) => ({ value })),
      {},
      { valueBytes: Buffer.from([0xff]).toString('base64') },
    ]);
    const offsetsOf = async (jsonPath: string) =>
      (await find({ jsonPath }, { topic: 'mixed' })).records.map(({ offset }) => offset);
    expect(await offsetsOf('$.a >= 1')).toEqual([0, 4, 7]);
    expect(await offsetsOf('$.a ? (@ >= 2)')).toEqual([4, 7]);
    expect(await offsetsOf('strict $.a >= 1')).toEqual([0, 4]);
    expect(await offsetsOf('$.a.double() / 0 == 1')).toEqual([]);
    expect(await offsetsOf('$')).toEqual([0, 4, 7]);
  });
});

describe('L44: filters that are refused', () => {
  const cases: [string, object, string | null, RegExp][] = [
    ['nothing', {}, null, /empty/],
    ['an empty text', { valueContains: '' }, 'valueContains', /empty/],
    ['no JSON path', { jsonPath: '$.temp >' }, 'jsonPath', /syntax error/],
    ['plain words', { jsonPath: 'temp > 20' }, 'jsonPath', /syntax error/],
    ['a pattern that is none', { jsonPath: '$ ? (@.a like_regex "(")' }, 'jsonPath', /regular expression/],
    ['U+0000 in a path', { jsonPath: '$.a\u0000' }, 'jsonPath', /0x00/],
    ['a variable there is not', { jsonPath: '$.a > $limit' }, 'jsonPath', /limit/],
    ['a path without end', { jsonPath: `$${'.a'.repeat(40_000)}` }, 'jsonPath', /bytes/],
    ['a path too deep', { jsonPath: `${'('.repeat(20_000)}$.a > 1${')'.repeat(20_000)}` }, 'jsonPath', /./],
    ['a key given twice', { key: 'a', keyBytes: 'YQ==' }, 'key', /both given/],
    ['a key that is no base64', { keyBytes: '!' }, 'key', /base64/],
    [
      'times that leave nothing',
      { fromTime: '2026-01-02T00:00:00Z', toTime: '2026-01-01T00:00:00Z' },
      'toTime',
      /later/,
    ],
    ['too many headers', { headers: new Array(17).fill({ key: 'h' }) }, 'headers', /at most 16/],
    ['a header with U+0000', { headers: [{ key: 'a\u0000' }] }, 'headers', /U\+0000/],
  ];
  test.each(cases)('%s', async (_, filter, field, message) => {
    const { errors } = await api.execute(search, { topic: 'sensors', filter });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_FILTER', retriable: false, details: { field } });
    expect(errors?.[0]?.message).toMatch(message);
  });
});

describe('L45: a search that is given up', () => {
  /** Compares each number with every one: a minute and more. */
  const slowPath = '$.numbers[*] ? ($.numbers[*] == -1)';

  let database: Database;

  afterAll(() => database?.close());
  beforeAll(async () => {
    database = await api.database.open();
    await createTopic('slow');
    await produce('slow', [{ value: { numbers: Array.from({ length: 30_000 }, (_, i) => i) } }]);
  });

  const running = async () => {
    const { rows } = await database.pool.query(
      `select count(*)::integer as count from pg_stat_activity
       where datname = current_database() and state = 'active' and query like '%millrace search%' and pid <> pg_backend_pid()`,
    );
    return rows[0].count as number;
  };

  describe('when no time of its own ends its statement', () => {
    beforeAll(async () => {
      reading = await createEngine({ database, limits: { searchStatementTimeoutMs: 50_000 } });
    });
    afterAll(async () => {
      await reading?.close();
      reading = undefined;
    });

    test('ends in Postgres too', async () => {
      const client = new AbortController();
      const request = fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: search, variables: { topic: 'slow', filter: { jsonPath: slowPath } } }),
        signal: client.signal,
      });
      request.catch(() => {});
      await until('the search', async () => (await running()) === 1);
      client.abort();
      await until('its end', async () => (await running()) === 0);
      await expect(request).rejects.toThrow();
      // And the connections are good for others.
      expect((await find({ key: 'sensor-3' })).records).toHaveLength(5);
    });

    test('ends in Postgres too when it is completed on a socket that stays', async () => {
      const socket = await new RawSocket(api.socketUrl).init();
      socket.subscribe('s', search, { topic: 'slow', filter: { jsonPath: slowPath } });
      await until('the search', async () => (await running()) === 1);
      socket.send({ id: 's', type: 'complete' });
      await until('its end', async () => (await running()) === 0);
      // Nothing comes of it, and the socket takes what comes next.
      socket.subscribe('q', '{ topic(name: "slow") { id } }');
      expect(await socket.next('next')).toMatchObject({ id: 'q' });
      socket.socket.close();
    });
  });

  test('SEARCH_TIMEOUT where one batch takes too long, and others are not kept waiting', async () => {
    const slow = api.execute(search, { topic: 'slow', filter: { jsonPath: slowPath } });
    await until('the search', async () => (await running()) === 1);
    expect((await find({ key: 'sensor-3' })).records).toHaveLength(5);
    const { errors } = await slow;
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SEARCH_TIMEOUT', retriable: false });
    expect(errors?.[0]?.message).toMatch(/simpler jsonPath/);
  });
});
