import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { record, valuesOf } from '../testing/records.ts';
import { allPagesOf, untilIndexed } from '../testing/searching.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { SearchSession } from './search-session.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine({ limits: { keyIndexIntervalMs: 20, maintenanceIntervalMs: 20 } });
});
afterAll(() => log?.remove());

const bytes = (text: string) => Buffer.from(text);
const trimmed = (records: readonly Record[]) => valuesOf(records).map((value) => value?.trim());
const place = ({ partition, offset }: Record) => `${partition}:${offset}`;
const sorted = (records: readonly Record[]) =>
  [...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset);

/** Characters that Postgres sent for what was found; bytes take two each. */
async function receivedBy<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly received: number }> {
  const { run } = SearchSession.prototype;
  let received = 0;
  const spy = vi.spyOn(SearchSession.prototype, 'run').mockImplementation(async function (
    this: SearchSession,
    statements,
  ) {
    const results = await run.call(this, statements);
    for (const text of results.flat(2)) received += text?.length ?? 0;
    return results;
  });
  try {
    return { result: await work(), received };
  } finally {
    spy.mockRestore();
  }
}

describe.each(['NONE', 'SEALED'] as const)(
  'L19 L44 L45: a search among large records, with keyIndex %s',
  (keyIndex) => {
    const maxPageBytes = 400_000;
    const topic = `large-${keyIndex}`;
    let node: Engine;

    beforeAll(async () => {
      node = await log.node({ limits: { maxPageBytes } });
      await node.topics.create({ name: topic, partitionCount: 3, config: { keyIndex, retentionMs: -1 } });
      for (let i = 0; i < 36; i++) {
        const value = `v${i} `.padEnd(i === 20 ? 2 * maxPageBytes : 120_000);
        const timestamp = 5_000 + i;
        const records = [
          record('k', value, { partition: (i * 5) % 3, timestamp }),
          record('other', 'w', { timestamp }),
        ];
        await node.append({ topic, records });
        if (i % 12 === 11) await roll(log.database, topic);
      }
      if (keyIndex === 'SEALED') await untilIndexed(log.database, topic);
    });

    it.each([{ key: bytes('k') }, { valueContains: bytes('v') }])(
      'ends a page at maxPageBytes, reads little beyond, and finds each match once, either way',
      async (filter) => {
        const from = { edge: 'EARLIEST' } as const;
        const { result, received } = await receivedBy(() => node.page({ topic, limit: 100, filter, from }));
        expect(trimmed(result.records)).toEqual(['v0', 'v1', 'v2']);
        expect(result).toMatchObject({ atEnd: false, search: { ended: 'LIMIT' } });
        // Two steps, each of no more than a page.
        expect(received).toBeLessThan(2 * 2 * maxPageBytes * 1.1);
        for (const forward of [true, false]) {
          const found = await allPagesOf(node, { topic, filter, forward }, { limit: 100 });
          expect(trimmed(found)).toEqual(Array.from({ length: 36 }, (_, i) => `v${i}`));
          const few = await allPagesOf(node, { topic, filter, forward }, { limit: 2, budgetMs: 0 });
          expect(sorted(few).map(place)).toEqual(sorted(found).map(place));
        }
      },
    );
  },
);
