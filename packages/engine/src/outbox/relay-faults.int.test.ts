import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leases } from '../segment/with-lease.ts';
import { outboxClient, produce } from '../testing/outbox-client.ts';
import { random } from '../testing/random.ts';
import { take, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { startWriterProcess, type WriterProcess } from '../testing/writer-process.ts';

let log: TestEngine;
let client: pg.Client;
let processes: WriterProcess[];

beforeEach(async () => {
  processes = [];
  log = await createTestEngine({ limits: { outboxTableBytes: 1, maintenanceIntervalMs: 5 } });
  await log.engine.topics.create({ name: 't' });
  client = await outboxClient(log.test.url);
});

afterEach(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  await client.end();
  await log.remove();
});

const values = async (count: number, engine = log.engine) =>
  valuesOf(await take(engine.read({ topics: ['t'], from: { edge: 'EARLIEST' } }), count));

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

/** The session of the node that relays; undefined while none does. */
async function relayPid(): Promise<number | undefined> {
  const { rows } = await log.database.pool.query<{ pid: number }>(
    `select l.pid from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid = millrace.lease_lock()::oid
       and l.objid = $1 and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
    [leases.outboxRelay],
  );
  return rows[0]?.pid;
}

/** The table that a session's transaction has written into: which one is open may change at any moment. */
async function writesInto(session: pg.Client): Promise<number> {
  const { rows } = await session.query<{ id: number }>(
    `select l.objid::integer as id from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid()
       and l.classid = millrace.outbox_lock()::oid`,
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.id as number;
}

const tables = async () =>
  (await log.database.pool.query<{ id: number }>('select id from millrace.outbox_tables order by id')).rows.map(
    ({ id }) => id,
  );

describe('L37: exactly once, whatever ends the relay', () => {
  it('its session, at any point of a step, again and again, with another node that takes over', async () => {
    const other = await log.node({ limits: { outboxTableBytes: 1, maintenanceIntervalMs: 5 } });
    const chance = random(7);
    let produced = 0;
    let kills = 0;
    /** On a machine that is busy with other things it goes on until it was killed often enough. */
    const goesOn = () => produced < 600 || kills < 3;
    const producing = (async () => {
      for (; goesOn(); produced++) {
        await client.query('begin');
        await produce(client, 't', 'k', String(produced));
        await client.query('commit');
      }
    })();
    while (goesOn()) {
      const pid = await relayPid();
      for (let turn = Math.floor(chance() * 30); turn > 0; turn--) await new Promise(setImmediate);
      if (pid === undefined) continue;
      await log.database.pool.query('select pg_terminate_backend($1)', [pid]);
      kills += 1;
    }
    await producing;
    expect(await values(produced, other)).toEqual(numbers(produced));
    expect((await log.engine.topics.bounds('t'))[0]?.endOffset).toBe(produced);
  });

  /** A node in a process of its own that has the lease. */
  async function startRelay(): Promise<WriterProcess> {
    await log.engine.topics.create({ name: 'other' });
    await log.engine.close();
    const node = startWriterProcess({
      ...{ url: log.test.url, topic: 'other', name: 'node', recordsPerCall: 1, partitions: [0], inFlight: 1 },
      calls: Number.MAX_SAFE_INTEGER,
    });
    processes.push(node);
    await until('the relay of the process', relayPid, 30_000);
    return node;
  }

  /** Commits so many records, which several steps take, and waits until one of them is done. */
  async function produceMany(count: number): Promise<void> {
    await client.query('begin');
    for (let i = 0; i < count; i += 1_000) {
      await client.query(
        `select millrace.produce_all('t', array_agg(null::bytea order by n), array_agg(n::text::bytea order by n))
         from generate_series($1::integer, $1::integer + 999) n`,
        [i],
      );
    }
    await client.query('commit');
    // Or all of them: a machine that looks away for long misses the middle.
    const sql = `select p.upto is not null or w.records = 0 as stepped from millrace.outbox_progress() p, millrace.outbox_waiting() w`;
    await until('a step', async () => (await client.query(sql)).rows[0].stepped as boolean, 30_000);
  }

  /** Does what ends the relay; then another one has its lease within so many ms. */
  async function isFollowed(limitMs: number, end: () => void): Promise<void> {
    const before = await relayPid();
    end();
    await until('another relay', async () => ![undefined, before].includes(await relayPid()), limitMs);
  }

  it('its process, with -9', async () => {
    const node = await startRelay();
    const next = await log.node();
    await produceMany(20_000);
    // A second, and what else a busy machine may be doing.
    await isFollowed(10_000, () => node.child.kill('SIGKILL'));
    await within(node.ended, 'its end');
    expect(await values(20_000, next)).toEqual(numbers(20_000));
    expect((await next.topics.bounds('t'))[0]?.endOffset).toBe(20_000);
  }, 90_000);

  it('its process, frozen with SIGSTOP and woken when another node has taken over', async () => {
    const node = await startRelay();
    const next = await log.node();
    await produceMany(20_000);
    // Some five seconds.
    await isFollowed(15_000, () => node.child.kill('SIGSTOP'));
    expect(await values(20_000, next)).toEqual(numbers(20_000));
    node.child.kill('SIGCONT');
    const told = node.outcomes.length;
    await node.told(told + 20);
    await produce(client, 't', null, '20000');
    expect(await values(20_001, next)).toEqual(numbers(20_001));
    expect((await next.topics.bounds('t'))[0]?.endOffset).toBe(20_001);
  }, 90_000);
});

describe('L36 L37: what an append meets, the relay meets', () => {
  it('segments that are rolled all the time, and a partition that somebody holds', async () => {
    const topic = await log.engine.topics.describe('t');
    const holder = await outboxClient(log.test.url);
    try {
      await holder.query('begin');
      await holder.query(
        'select pg_advisory_xact_lock(millrace.partition_lock(), p.id) from millrace.partitions p where p.topic_id = $1',
        [topic?.id],
      );
      await produce(client, 't', 'k', '0');
      const sql = `select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`;
      await until('the relay to wait', async () => {
        const { rowCount } = await log.database.pool.query(sql, [await relayPid()]);
        return rowCount === 1;
      });
      await holder.query('commit');
      for (let i = 1; i < 200; i++) {
        await produce(client, 't', 'k', String(i));
        if (i % 4 > 0) continue;
        const roll = `select millrace.roll_segment(s.topic_id, s.id, 'none') from millrace.segments s where s.topic_id = $1 and s.sealed_at is null`;
        // It waits 100 ms at most, and on a busy machine the relay's commit may take longer.
        await client.query(roll, [topic?.id]).catch((error: { code: string }) => expect(error.code).toBe('55P03'));
      }
      expect(await values(200)).toEqual(numbers(200));
      expect((await log.engine.topics.bounds('t'))[0]?.endOffset).toBe(200);
    } finally {
      await holder.end();
    }
  });
});

describe('what is said of records that wait', () => {
  it('is how many there are while they cannot be appended, and none by a node that has lost the lease', async () => {
    await log.engine.close();
    const said: number[] = [];
    const observer = new Proxy({} as never, {
      get: (_, name) => (name === 'outboxWaiting' ? (records: number) => void said.push(records) : () => {}),
    });
    const node = await log.node({ observer, limits: { maintenanceIntervalMs: 5 } });
    const holder = await outboxClient(log.test.url);
    try {
      await holder.query('begin; select pg_advisory_xact_lock(millrace.partition_lock(), id) from millrace.partitions');
      for (let i = 0; i < 3; i++) await produce(client, 't', 'k', String(i));
      await until('all of them to be counted', () => said.at(-1) === 3);
      const saidBefore = said.length;
      await log.database.pool.query('select pg_terminate_backend($1)', [await relayPid()]);
      await until('the node to say that none waits', () => said.slice(saidBefore).includes(0));
      await holder.query('commit');
      expect(await values(3, node)).toEqual(numbers(3));
      await until('none to wait', () => said.at(-1) === 0);
    } finally {
      await holder.end();
    }
  });
});

describe('L39: tables of the outbox are rolled, and dropped when nobody can write into them any more', () => {
  it('whatever isolation level a transaction has and however old it is', async () => {
    const open = await tables();
    const old = await outboxClient(log.test.url);
    const writing = await outboxClient(log.test.url);
    try {
      // A snapshot from before every roll, that has written nothing yet, and a transaction that has.
      await old.query('begin isolation level repeatable read');
      await old.query('select count(*) from millrace.topics');
      await writing.query('begin');
      await produce(writing, 't', 'k', '"written before"');
      const into = await writesInto(writing);
      for (let i = 0; i < 3; i++) {
        const newest = Math.max(...(await tables()));
        await produce(client, 't', 'k', String(i));
        await until('a roll', async () => Math.max(...(await tables())) > newest);
      }
      await until('the tables before to be dropped', async () => {
        const left = await tables();
        return left.includes(into) && !left.includes(into + 1);
      });
      await produce(old, 't', 'k', '"with an old snapshot"');
      await old.query('commit');
      expect(await values(4)).toEqual(['0', '1', '2', '"with an old snapshot"']);
      await writing.query('commit');
      expect((await values(5)).at(-1)).toBe('"written before"');
      await until('its table to be dropped', async () => !(await tables()).includes(into));
      expect(open).not.toContain(Math.max(...(await tables())));
    } finally {
      await old.end();
      await writing.end();
    }
  });

  it('not while somebody reads one, who disturbs nobody', async () => {
    const reader = await outboxClient(log.test.url);
    try {
      await produce(client, 't', 'k', '0');
      // The newest one, if it is not dropped before it is read.
      const first = await until('a table to be read', async () => {
        const [newest] = (await tables()).slice(-1);
        const sql = `begin; select count(*) from millrace_segments.x${newest}`;
        const { code } = await reader.query(sql).then(
          () => ({ code: undefined }),
          (error: { code: string }) => error,
        );
        if (code === undefined) return newest;
        expect(code).toBe('42P01');
        await reader.query('rollback');
        return undefined;
      });
      for (let i = 1; i < 20; i++) await within(produce(client, 't', 'k', String(i)), 'a call');
      expect(await values(20)).toEqual(numbers(20));
      expect(await tables()).toContain(first);
      await reader.query('commit');
      await until('it to be dropped', async () => !(await tables()).includes(first));
    } finally {
      await reader.end();
    }
  });
});

describe('L39: a database that was restored from a dump on another server', () => {
  it.each([
    ['', '1'],
    [', also where it cannot be seen which server that was', 'null'],
  ])('refuses what would be lost, until a node has taken over what was not relayed, once%s', async (_, identifier) => {
    await produce(client, 't', 'k', '"relayed there"');
    expect(await values(1)).toEqual(['"relayed there"']);
    await log.engine.close();
    await produce(client, 't', 'k', '"waits"');
    // As it is when transaction ids were higher there: all of this server's seem to be long over, but those of two rows.
    const [table] = (await tables()).slice(-1);
    const { pool } = log.database;
    const now = Number((await pool.query<{ id: string }>('select pg_current_xact_id()::text as id')).rows[0]?.id);
    await pool.query(
      `update millrace_segments.x${table} set xid = ($1::bigint + 1000000)::text::xid8 where value = $2`,
      [now, '"waits"'],
    );
    await pool.query(
      `insert into millrace_segments.x${table}_progress (last, relayed, dead) values (format('%1$s:%1$s:', $1::bigint + 900000)::pg_snapshot, 0, 0)`,
      [now],
    );
    await pool.query(`update millrace.outbox_tables set system_identifier = ${identifier}`);
    await expect(produce(client, 't', 'k', '"too early"')).rejects.toMatchObject({ code: 'MR023' });
    const node = await log.node();
    expect(await values(2, node)).toEqual(['"relayed there"', '"waits"']);
    await produce(client, 't', 'k', '"behind"');
    expect(await values(3, node)).toEqual(['"relayed there"', '"waits"', '"behind"']);
    expect((await node.topics.bounds('t'))[0]?.endOffset).toBe(3);
  });
});
