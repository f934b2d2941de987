import { silentLogger } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { append, compacted, createCompacted, eagerLimits } from '../testing/compaction.ts';
import { sqlOf } from '../testing/damage.ts';
import { roll, segmentsOf } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import type { TopicConfigOverrides } from '../topic/topic-config.ts';

let log: TestEngine;
let warnings: unknown[];

beforeEach(async () => {
  warnings = [];
  log = await createTestEngine();
});
afterEach(() => log.remove());

const sql = (text: string) => sqlOf(log.database, text);

/** A topic with one sealed segment; gives its id. */
async function sealed(topic: string, config: TopicConfigOverrides): Promise<number> {
  await log.engine.topics.create({ name: topic, config });
  await append(log.engine, topic, 'k=v');
  await roll(log.database, topic);
  return (await segmentsOf(log.database, topic))[0] as number;
}

/** Whoever wants to know what its records are like fails, as where a page is torn. */
async function damage(segment: number, column: 'max_timestamp' | 'keys'): Promise<void> {
  await sql(`alter table millrace_segments.s${segment} rename column ${column} to lost`);
  await sql(`update millrace.segments set max_timestamp = null where id = ${segment}`);
}

/** A node that does all background work at once. */
async function startNode(): Promise<void> {
  const warn = ({ table }: { table?: unknown }, message: string) =>
    void (typeof table === 'string' && warnings.push({ table, message }));
  await log.node({ limits: { ...eagerLimits, keyIndexIntervalMs: 20 }, logger: { ...silentLogger, warn } });
}

describe('a segment that cannot be read keeps', () => {
  it('L22: its topic from leaving the log by age, and no other; what is deleted leaves', async () => {
    const broken = await sealed('broken', { retentionMs: 1 });
    await sealed('whole', { retentionMs: 1 });
    await damage(broken, 'max_timestamp');
    await startNode();
    await until('the other segment to leave', async () => (await segmentsOf(log.database, 'whole')).length === 1);
    expect(await segmentsOf(log.database, 'broken')).toContain(broken);
    const message = 'A segment cannot be measured: it leaves the log only when its records are deleted';
    // Said once by each of the two that look.
    await until('it to be said', () => warnings.length === 2);
    await log.engine.topics.deleteRecords({ topic: 'broken', partitions: [{ partition: 0, before: 1 }] });
    await until('it to leave', async () => !(await segmentsOf(log.database, 'broken')).includes(broken));
    const said = { table: `millrace_segments.s${broken}`, message };
    expect(warnings).toEqual([said, said]);
  });

  it('L26: its topic from being compacted, and no other', async () => {
    for (const topic of ['broken', 'whole']) {
      await createCompacted(log.engine, topic);
      await append(log.engine, topic, 'k=1', 'k=2');
      await roll(log.database, topic);
    }
    await damage((await segmentsOf(log.database, 'broken'))[0] as number, 'max_timestamp');
    await startNode();
    await compacted(log, 'whole');
  });

  it('L46: its key index from being made, and no other', async () => {
    const whole = await sealed('whole', { keyIndex: 'SEALED' });
    // The newest one is the first to be indexed.
    const broken = await sealed('broken', { keyIndex: 'SEALED' });
    await damage(broken, 'keys');
    await startNode();
    const hasIndex = async (segment: number) => (await sql(`select millrace.has_key_index(${segment})`))[0] === true;
    await until('the other index', () => hasIndex(whole));
    expect(await hasIndex(broken)).toBe(false);
  });

  it('L11: itself from being frozen, and no other', async () => {
    const broken = await sealed('broken', {});
    const whole = await sealed('whole', {});
    await sql(`update millrace.segments set frozen_at = null;
create function fail() returns trigger language plpgsql as $$ begin raise data_corrupted; end $$;
create trigger fail before update of frozen_at on millrace.segments for each row
when (new.id = ${broken} and new.frozen_at is not null) execute function fail()`);
    await startNode();
    const isFrozen = (segment: number) =>
      sql(`select frozen_at is not null from millrace.segments where id = ${segment}`).then(([is]) => is === true);
    await until('the other one to be frozen', () => isFrozen(whole));
    expect(await isFrozen(broken)).toBe(false);
  });
});
