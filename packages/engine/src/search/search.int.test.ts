import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageInput } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { record, valuesOf } from '../testing/records.ts';
import { allPagesOf, untilIndexed } from '../testing/searching.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import type { RecordFilter } from './record-filter.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine({ limits: { keyIndexIntervalMs: 20, maintenanceIntervalMs: 20 } });
});
afterAll(() => log?.remove());

const bytes = (text: string) => Buffer.from(text);
const page = (topic: string, filter: RecordFilter, more: Partial<PageInput> = {}) =>
  log.engine.page({ topic, limit: 100, filter, ...more });

const indexed = (topic: string) => untilIndexed(log.database, topic);
const allPages = (topic: string, filter: RecordFilter, forward: boolean, more: Partial<PageInput>) =>
  allPagesOf(log.engine, { topic, filter, forward }, more);

const place = ({ partition, offset }: Record) => `${partition}:${offset}`;
const sorted = (records: readonly Record[]) =>
  [...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset);

describe('L44: a search', () => {
  const words = fc.constantFrom(
    'a',
    'ab',
    'abc',
    'b',
    '',
    '{"a": 1}',
    '{"a": 2, "b": [1, 2]}',
    '[1]',
    '"a"',
    '\ufffd',
    '1',
  );
  const one = fc.record({
    key: fc.option(words.map(bytes), { nil: null, freq: 4 }),
    value: fc.oneof(
      { arbitrary: words.map(bytes), weight: 6 },
      { arbitrary: fc.constantFrom(null, Buffer.from([0xff, 0x61]), Buffer.from('"\\u0000"')), weight: 1 },
    ),
    timestamp: fc.integer({ min: 1_000, max: 1_020 }),
    partition: fc.nat(2),
    headers: fc.array(
      fc.record({
        key: fc.constantFrom('h', 'g'),
        value: fc.option(fc.constantFrom('1', '2').map(bytes), { nil: null }),
      }),
      { maxLength: 2 },
    ),
  });
  const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
  const text = fc.constantFrom('a', 'ab', 'b', '1').map(bytes);
  const filters: fc.Arbitrary<RecordFilter> = fc.record({
    key: some(words.map(bytes)),
    keyPrefix: fc.option(text, { nil: undefined, freq: 1 }),
    keyContains: fc.option(text, { nil: undefined, freq: 1 }),
    valueContains: some(text),
    jsonPath: some(fc.constantFrom('$.a > 1', '$.b[*] ? (@ > 1)', '$', 'strict $.a == 1', '$.a', '$ == "a"', 'false')),
    headers: some(fc.array(fc.record({ key: fc.constantFrom('h', 'g'), value: some(text) }), { maxLength: 2 })),
    fromTime: some(fc.integer({ min: 999, max: 1_012 })),
    toTime: some(fc.integer({ min: 1_013, max: 1_022 })),
  });

  /** What the specification says, record by record; JSON paths by what they mean. */
  function matches(found: Record, filter: RecordFilter): boolean {
    const { key, value, timestamp, headers } = found;
    const contains = (all: Uint8Array | null, part: Uint8Array | undefined) =>
      !part || (all !== null && Buffer.from(all).includes(Buffer.from(part)));
    const wantedHeader = (wanted: { key: string; value?: Uint8Array | null | undefined }) =>
      headers.some(
        (h) => h.key === wanted.key && (!wanted.value || (h.value && Buffer.compare(h.value, wanted.value) === 0)),
      );
    return (
      (!filter.key || (key !== null && Buffer.compare(key, filter.key) === 0)) &&
      (!filter.keyPrefix || (key !== null && Buffer.from(key).indexOf(Buffer.from(filter.keyPrefix)) === 0)) &&
      contains(key, filter.keyContains) &&
      contains(value, filter.valueContains) &&
      (filter.fromTime === undefined || timestamp >= filter.fromTime) &&
      (filter.toTime === undefined || timestamp < filter.toTime) &&
      (filter.headers ?? []).every(wantedHeader) &&
      (filter.jsonPath === undefined || pathMatches(value, filter.jsonPath))
    );
  }

  function pathMatches(value: Uint8Array | null, path: string): boolean {
    const source = value === null ? '' : Buffer.from(value).toString();
    let json: unknown;
    try {
      json = JSON.parse(source);
    } catch {
      return false;
    }
    if (source.includes('\\u0000')) return false;
    const a = (json as { a?: unknown } | null)?.a;
    switch (path) {
      case '$':
        return true;
      case '$.a':
        return a !== undefined;
      case '$.a > 1':
        return a === 2;
      case 'strict $.a == 1':
        return a === 1;
      case '$.b[*] ? (@ > 1)':
        return a === 2;
      case '$ == "a"':
        return json === 'a';
      default:
        return false;
    }
  }

  it('finds what a look at every record finds, each once, either way, page by page, with and without an index', async () => {
    const appends = fc.array(fc.array(one, { minLength: 1, maxLength: 12 }), { minLength: 3, maxLength: 9 });
    for (const [run, calls] of fc.sample(appends, { numRuns: 3, seed: 44 }).entries()) {
      const topic = `any-${run}`;
      // Their times are long ago.
      const config = { keyIndex: run % 2 === 0 ? ('SEALED' as const) : ('NONE' as const), retentionMs: -1 };
      await log.engine.topics.create({ name: topic, partitionCount: 3, config });
      for (const [i, records] of calls.entries()) {
        await log.engine.append({ topic, records });
        if (i % 3 === 2) await roll(log.database, topic);
      }
      if (run % 2 === 0) await indexed(topic);
      const all = sorted((await log.engine.page({ topic, from: { edge: 'EARLIEST' }, limit: 10_000 })).records);
      const wanted = fc
        .sample(filters, { numRuns: 24, seed: run })
        .filter((filter) => Object.values(filter).some(Boolean));
      for (const [n, filter] of wanted.entries()) {
        const given = Object.fromEntries(
          Object.entries(filter).filter(
            ([name, value]) => value !== undefined && !(name === 'headers' && value.length === 0),
          ),
        );
        if (Object.keys(given).length === 0) continue;
        const expected = all.filter((each) => matches(each, given));
        const more = n % 3 === 0 ? { budgetMs: 0 } : {};
        const found = await allPages(topic, given, n % 2 === 0, { limit: 1 + (n % 7), ...more });
        expect(sorted(found), JSON.stringify(given)).toEqual(expected);
        // In the order of offsets within each partition.
        for (const partition of [0, 1, 2]) {
          const its = found.filter((each) => each.partition === partition);
          expect(its.map(place)).toEqual(sorted(its).map(place));
        }
      }
    }
  });

  it('gives the newest of all partitions, ascending, whatever rows they are in', async () => {
    await log.engine.topics.create({ name: 'newest', partitionCount: 3, config: { retentionMs: -1 } });
    const records = Array.from({ length: 60 }, (_, i) =>
      record('k', String(i), { partition: (i * 7) % 3, timestamp: 5_000 + i }),
    );
    for (let at = 0; at < 60; at += 20) {
      const call = records.slice(at, at + 20);
      await log.engine.append({ topic: 'newest', records: call });
    }
    const last = await page('newest', { key: bytes('k') }, { limit: 5 });
    expect(valuesOf(last.records)).toEqual(['55', '56', '57', '58', '59']);
    const before = await page('newest', { key: bytes('k') }, { limit: 5, from: { cursor: last.previous as string } });
    expect(valuesOf(before.records)).toEqual(['50', '51', '52', '53', '54']);
    const first = await page('newest', { key: bytes('k') }, { limit: 5, from: { edge: 'EARLIEST' } });
    expect(valuesOf(first.records)).toEqual(['0', '1', '2', '3', '4']);
    expect(first.search).toMatchObject({ ended: 'LIMIT' });
    const on = await page('newest', { key: bytes('k') }, { limit: 5, from: { cursor: first.next } });
    expect(valuesOf(on.records)).toEqual(['5', '6', '7', '8', '9']);
  });

  it('says how far it looked', async () => {
    await log.engine.topics.create({ name: 'progress' });
    for (let i = 0; i < 6; i++) {
      await log.engine.append({ topic: 'progress', records: [record('k', `v${i}`), record('k', 'other')] });
    }
    const { search, records, atEnd } = await page('progress', { valueContains: bytes('v') }, { from: { offset: 4 } });
    expect(valuesOf(records)).toEqual(['v2', 'v3', 'v4', 'v5']);
    expect(search).toEqual({
      ended: 'DONE',
      scannedRecords: 8,
      partitions: [{ partition: 0, fromOffset: 4, toOffset: 12 }],
    });
    expect(atEnd).toBe(true);
  });

  let attempts = 0;
  it('finds each record once while segments are rolled, written anew and dropped', async () => {
    const moving = `moving-${attempts++}`;
    await log.engine.topics.create({
      name: moving,
      partitionCount: 2,
      config: { cleanupPolicy: 'COMPACT', keyIndex: 'SEALED' },
    });
    for (let i = 0; i < 60; i++) {
      const old = [record('again', 'x', { partition: 0 }), record(`k${i}`, `old-${i}`, { partition: i % 2 })];
      await log.engine.append({ topic: moving, records: old });
      if (i % 10 === 9) await roll(log.database, moving);
    }
    const expected = Array.from({ length: 60 }, (_, i) => `old-${i}`).sort();
    const other = await log.node({
      limits: { compactionIntervalMs: 20, maintenanceIntervalMs: 20, keyIndexIntervalMs: 20 },
    });
    let searching = true;
    let rolls = 0;
    const moves = (async () => {
      while (searching && rolls < 60) {
        await other.append({
          topic: moving,
          records: [record('again', 'x', { partition: 0 }), record('other', 'new')],
        });
        await roll(log.database, moving).then(
          () => {
            rolls += 1;
          },
          () => {},
        );
      }
    })();
    const moved = async () => {
      const { rows } = await log.database.pool.query<{ moved: number }>(
        `select count(*)::integer as moved from millrace.segments s join millrace.topics t on t.id = s.topic_id
         where t.name = $1 and s.table_id is not null`,
        [moving],
      );
      return rows[0]?.moved ?? 0;
    };
    // On a machine that is busy with other things it goes on until something has moved.
    for (let round = 0; round < 6 || rolls === 0 || (await moved()) === 0; round++) {
      const more = { limit: 7, budgetMs: 0 };
      const found = await allPages(moving, { valueContains: bytes('old-') }, round % 2 === 0, more);
      expect(valuesOf(found).sort(), `round ${round}`).toEqual(expected);
      // All pages: on a busy machine one is over, with what it has, before it has looked at all.
      for (const i of [0, 7, 30, 59]) {
        expect(valuesOf(await allPages(moving, { key: bytes(`k${i}`) }, false, {}))).toEqual([`old-${i}`]);
      }
    }
    searching = false;
    await moves;
  });

  it('steps over what was deleted', async () => {
    await log.engine.topics.create({ name: 'deleted' });
    for (let i = 0; i < 6; i++) {
      await log.engine.append({ topic: 'deleted', records: [record('k', `v${i}`)] });
      if (i % 2 === 1) await roll(log.database, 'deleted');
    }
    const { next } = await page('deleted', { key: bytes('k') }, { from: { edge: 'EARLIEST' }, limit: 1 });
    await log.engine.topics.deleteRecords({ topic: 'deleted', partitions: [{ partition: 0, before: 3 }] });
    const on = await page('deleted', { key: bytes('k') }, { from: { cursor: next } });
    expect(valuesOf(on.records)).toEqual(['v3', 'v4', 'v5']);
    const back = await page('deleted', { key: bytes('k') });
    expect(valuesOf(back.records)).toEqual(['v3', 'v4', 'v5']);
    expect(back.previous).toBeNull();
  });
});

describe('L45: searches of a node', () => {
  it('are QUEUE_FULL beyond maxSearches, which harms none that runs, and there is room when one has ended', async () => {
    const node = await log.node({ limits: { maxSearches: 2, searchStatementTimeoutMs: 60_000 } });
    await node.topics.create({ name: 'busy' });
    // Compares each number with every one: a minute and more.
    const numbers = JSON.stringify({ numbers: Array.from({ length: 30_000 }, (_, i) => i) });
    await node.append({ topic: 'busy', records: [record('k', numbers)] });
    const slow = { jsonPath: '$.numbers[*] ? ($.numbers[*] == -1)' };
    const running = async (count: number) => {
      const { rowCount } = await log.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and state = 'active'
         and query like '%millrace search%' and pid <> pg_backend_pid()`,
      );
      return rowCount === count;
    };
    const callers = [new AbortController(), new AbortController()];
    const searches = callers.map(({ signal }) =>
      node.page({ topic: 'busy', limit: 1, filter: slow, signal }).catch((reason: unknown) => reason),
    );
    await until('both searches', () => running(2));
    const search = () => node.page({ topic: 'busy', limit: 1, filter: { key: bytes('k') } });
    await expect(search()).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      retriable: true,
      message: expect.stringMatching(/2 searches .*maxSearches/),
    });
    expect(await running(2)).toBe(true);
    callers[0]?.abort(new Error('given up'));
    expect(await searches[0]).toMatchObject({ message: 'given up' });
    expect((await search()).records).toHaveLength(1);
    callers[1]?.abort(new Error('given up'));
    expect(await searches[1]).toMatchObject({ message: 'given up' });
    await node.close();
  });
});
