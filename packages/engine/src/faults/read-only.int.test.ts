import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { Engine } from '../engine.ts';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';

let log: TestEngine;
let node: Engine;

beforeEach(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 't' });
  node = await log.node({ limits: { appendLanes: 1, deliveryTimeoutMs: 1_000 } });
  await node.append(one('first'));
});

afterEach(() => log.remove());

const one = (value: string) => ({ topic: 't', records: [record(null, value)] });
const all = async () => valuesOf(await log.engine.fetch({ topic: 't', partition: 0, offset: 0 }));

const set = (client: pg.Client, value: 'on' | 'off') =>
  client.query(
    `do $$ begin execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$`,
  );

/** As managed servers are when their disk is nearly full. Returns when no session is older than that. */
async function setReadOnly(): Promise<void> {
  const client = await log.database.connect();
  await set(client, 'on');
  const { rows } = await client.query<{ pid: number }>(
    `with others as materialized (
       select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid())
     select pid, pg_terminate_backend(pid) from others`,
  );
  const pids = rows.map(({ pid }) => pid);
  await until('the sessions to be over', async () => {
    const { rowCount } = await client.query('select from pg_stat_activity where pid = any ($1)', [pids]);
    return rowCount === 0;
  });
  await client.end();
}

async function setWritable(): Promise<void> {
  const client = await log.database.connect();
  await client.query('set default_transaction_read_only = off');
  await set(client, 'off');
  await client.end();
}

describe('L7: while the server is read-only', () => {
  it('an append waits, then is POSTGRES_UNAVAILABLE, and nothing of it is there', async () => {
    await setReadOnly();
    await expect(node.append(one('never'))).rejects.toEqual(refusal('POSTGRES_UNAVAILABLE', /read-only/));
    await setWritable();
    await node.append(one('next'));
    expect(await all()).toEqual(['first', 'next']);
  });

  it('an append that waits is there once, as soon as it is not any more', async () => {
    const patient = await log.node({ limits: { appendLanes: 1 } });
    await setReadOnly();
    const waiting = patient.append(one('next'));
    await expect(node.append(one('never'))).rejects.toEqual(refusal('POSTGRES_UNAVAILABLE', /read-only/));
    await setWritable();
    expect((await waiting).offset(0)).toBe(1);
    expect(await all()).toEqual(['first', 'next']);
  });

  it('a transaction is POSTGRES_UNAVAILABLE, and nothing of it is there', async () => {
    await setReadOnly();
    const refused = log.engine.transaction((tx) => tx.append(one('never')));
    await expect(refused).rejects.toEqual(refusal('POSTGRES_UNAVAILABLE', /read-only/));
    await setWritable();
    await log.engine.transaction((tx) => tx.append(one('next')));
    expect(await all()).toEqual(['first', 'next']);
  });
});
