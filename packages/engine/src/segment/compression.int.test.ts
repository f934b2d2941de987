import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
/** What this server was built with. */
let known: string;

beforeAll(async () => {
  log = await createTestEngine();
  const { rows } = await log.database.pool.query<{ known: string }>(
    `select enumvals::text as known from pg_settings where name = 'default_toast_compression'`,
  );
  known = rows[0]?.known ?? '';
});
afterAll(() => log?.remove());

const value = JSON.stringify(Array.from({ length: 400 }, (_, i) => ({ airport: 'SFO', delay: i % 7 })));

async function storedBytes(topic: string): Promise<{ bytes: number; method: string | null }> {
  const { rows } = await log.database.pool.query<{ table: string }>(
    `select 'millrace_segments.s' || max(s.id) as table from millrace.segments s
     join millrace.topics t on t.id = s.topic_id where t.name = $1`,
    [topic],
  );
  const { rows: stored } = await log.database.pool.query(
    `select sum(pg_column_size("values"))::integer as bytes, max(pg_column_compression("values")) as method from ${rows[0]?.table}`,
  );
  return stored[0];
}

describe('L17: compression', () => {
  it.each(['NONE', 'PGLZ', 'LZ4'] as const)(
    '%s keeps every byte, or is refused where the server has it not',
    async (compressionType) => {
      const name = `c-${compressionType}`;
      const create = log.engine.topics.create({ name, config: { compressionType } });
      if (compressionType === 'LZ4' && !known.includes('lz4')) {
        const refused = { code: 'INVALID_CONFIG', message: expect.stringMatching(/built without it/) };
        await expect(create).rejects.toMatchObject(refused);
        expect(await log.engine.topics.describe(name)).toBeNull();
        await log.engine.topics.create({ name });
        await expect(log.engine.topics.update({ name, config: { compressionType } })).rejects.toMatchObject(refused);
        return;
      }
      await create;
      await log.engine.append({ topic: name, records: Array.from({ length: 50 }, () => record('k', value)) });
      const batch = await log.engine.fetch({ topic: name, partition: 0, offset: 0 });
      expect(new Set(Array.from({ length: batch.count }, (_, i) => batch.valueText(i)))).toEqual(new Set([value]));
      const { bytes, method } = await storedBytes(name);
      expect(method).toBe(compressionType === 'NONE' ? null : compressionType.toLowerCase());
      if (compressionType === 'NONE') expect(bytes).toBeGreaterThan(50 * value.length);
      else expect(bytes).toBeLessThan((50 * value.length) / 5);
    },
  );

  it('of a topic takes effect with its next segment', async () => {
    await log.engine.topics.create({ name: 'later' });
    await log.engine.topics.update({ name: 'later', config: { compressionType: 'PGLZ' } });
    await log.engine.append({ topic: 'later', records: [record(null, value)] });
    expect((await storedBytes('later')).method).toBeNull();
    await log.database.pool.query(
      `select millrace.roll_segment(topic_id, s.id, 'pglz') from millrace.segments s join millrace.topics t on t.id = s.topic_id where name = 'later'`,
    );
    await log.engine.append({ topic: 'later', records: [record(null, value)] });
    expect((await storedBytes('later')).method).toBe('pglz');
    const batch = await log.engine.fetch({ topic: 'later', partition: 0, offset: 1 });
    expect(batch.valueText(0)).toBe(value);
  });
});
