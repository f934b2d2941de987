import { beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../testing/test-api.ts';
import { keysOf, TestTables } from '../../testing/test-tables.ts';

const tables = new TestTables();

describe('bad input', () => {
  beforeAll(async () => {
    const state = await tables.state('bad', [
      { name: 'good' },
      { name: 'other' },
      { name: 'raw', keyFormat: 'BYTES' },
      { name: 'own', isTable: false },
      { name: 'buffer', kind: 'BUFFER' },
    ]);
    await state.write('good', { a: 1, b: 2 });
  });
  const read = (store: string, field: string) =>
    `{ table(application: "bad", store: "${store}") { ${field} { nodes { key } pageInfo { endCursor } } } }`;
  const cases: [string, string, string, RegExp][] = [
    ['no application', '{ table(application: "none", store: "s") { kind } }', 'APPLICATION_NOT_FOUND', /"none"/],
    ['no store', '{ table(application: "bad", store: "none") { kind } }', 'STORE_NOT_FOUND', /"none"/],
    ['a store with U+0000', '{ table(application: "bad", store: "\\u0000") { kind } }', 'STORE_NOT_FOUND', /./],
    ['a store that is no table', read('own', 'scan'), 'INVALID_INPUT', /toTable/],
    ['a buffer', read('buffer', 'scan'), 'INVALID_INPUT', /toTable/],
    ['no key', read('good', 'get'), 'INVALID_INPUT', /key, or keyBytes/],
    ['two keys', read('good', 'get(key: "a", keyBytes: "YQ==")'), 'INVALID_INPUT', /both given/],
    ['no base64', read('good', 'get(keyBytes: "a")'), 'INVALID_INPUT', /key: keyBytes is not base64/],
    ['no base64 in a range', read('good', 'range(toBytes: "a")'), 'INVALID_INPUT', /^to: keyBytes is not base64/],
    ['a key of another type', read('raw', 'get(key: 5)'), 'INVALID_INPUT', /BYTES/],
    [
      'windows of what has none',
      read('good', 'get(key: "a", windowTo: "2026-01-01T00:00:00Z")'),
      'INVALID_INPUT',
      /no windows/,
    ],
    [
      'windows of what has none, in a scan',
      read('good', 'scan(windowFrom: "2026-01-01T00:00:00Z")'),
      'INVALID_INPUT',
      /no windows/,
    ],
    ['a negative page', read('good', 'scan(first: -1)'), 'INVALID_INPUT', /1 to 1000, not -1/],
    ['a page of none', read('good', 'range(first: 0)'), 'INVALID_INPUT', /1 to 1000/],
    ['a page of too many', read('good', 'get(key: "a", first: 1001)'), 'INVALID_INPUT', /1 to 1000/],
    ['what is no cursor', read('good', 'scan(after: "x")'), 'INVALID_POSITION', /endCursor/],
    [
      'a reset of nothing',
      'mutation { resetStreamsApplication(input: { application: "none" }) { stores } }',
      'APPLICATION_NOT_FOUND',
      /"none"/,
    ],
  ];
  test.each(cases)('%s', async (_, query, code, says) => {
    const result = await tables.api.execute(query);
    expect(codeOf(result)).toBe(code);
    expect(result.errors?.[0]?.message).toMatch(says);
  });

  test('a cursor of another store, or of another way of reading', async () => {
    const after = (await tables.page('bad', 'good', 'scan(first: 1)')).pageInfo.endCursor;
    for (const query of [read('other', `scan(after: "${after}")`), read('good', `range(after: "${after}")`)]) {
      expect(codeOf(await tables.api.execute(query))).toBe('INVALID_POSITION');
    }
    expect(keysOf(await tables.page('bad', 'good', 'scan(after: $after)', after))).toEqual(['b']);
  });
});
