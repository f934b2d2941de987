import { readFileSync } from 'node:fs';
import type { Engine } from '@millrace/engine';
import pg from 'pg';
import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { type BenchRecord, Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare, type Entry } from '../measure/compare.ts';
import { Latency } from '../measure/latency.ts';
import type { Run } from '../measure/run.ts';
import { describeTiming, type Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const timing: Timing = { warmupSeconds: 1, seconds: 2, rounds: 3 };
const relayed = 100_000;
const callRecords = 1_000;
const samples = 40;
/** A record is on its way for so long at most, on a quiet system. */
const maxP99Ms = 50;
const idleSeconds = 5;

/** A program of a user's: a session without an engine. */
async function withClient<T>(context: BenchContext, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(context.postgres.url);
  await client.connect();
  try {
    await client.query(
      'create schema if not exists shop; create table if not exists shop.orders (id bigserial primary key, body json)',
    );
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` with an engine whose relay works, a topic and a session of a user's program. */
function withOutbox<T>(
  context: BenchContext,
  work: (engine: Engine, topic: string, client: pg.Client) => Promise<T>,
): Promise<T> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount: 6 }, ([topic]) =>
      withClient(context, async (client) => {
        const result = await work(engine, topic as string, client);
        // What still waits would be the next one's.
        await appended(client);
        return result;
      }),
    ),
  );
}

async function appended(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ records: string }>('select records from millrace.outbox_waiting(1)');
    if (rows[0]?.records === '0') return;
  }
}

const insert = (client: pg.Client, { value }: BenchRecord) =>
  client.query('insert into shop.orders (body) values ($1)', [value.toString()]);

/** An order a transaction, with what else it does. */
function orders(
  context: BenchContext,
  also: (client: pg.Client, topic: string, record: BenchRecord) => Promise<unknown>,
): Promise<Run> {
  return withOutbox(context, async (_, topic, client) => {
    const slices = new Slices(context.records, 1);
    return closedLoop({
      ...timing,
      callers: 1,
      call: async () => {
        const [record] = slices.next();
        await client.query('begin');
        await insert(client, record as BenchRecord);
        await also(client, topic, record as BenchRecord);
        await client.query('commit');
        return 1;
      },
    });
  });
}

/** From the commit of one transaction to the last of its records in the log. */
function relay(context: BenchContext): Promise<Run> {
  return withOutbox(context, async (_, topic, client) => {
    const slices = new Slices(context.records, callRecords);
    await client.query('begin');
    for (let count = 0; count < relayed; count += callRecords) {
      const records = slices.next();
      await client.query('select millrace.produce_all($1, $2, $3)', [
        topic,
        records.map(({ key }) => key),
        records.map(({ value }) => value),
      ]);
    }
    await client.query('commit');
    const since = performance.now();
    await appended(client);
    return { records: relayed, seconds: (performance.now() - since) / 1000, p50Ms: null, p99Ms: null };
  });
}

function append(context: BenchContext): Promise<Run> {
  return withOutbox(context, async (engine, topic) => {
    const slices = new Slices(context.records, callRecords);
    const since = performance.now();
    for (let count = 0; count < relayed; count += callRecords) await engine.append({ topic, records: slices.next() });
    return { records: relayed, seconds: (performance.now() - since) / 1000, p50Ms: null, p99Ms: null };
  });
}

/** From the answer to a commit until a reader has the record, at random moments. */
function onItsWay(context: BenchContext): Promise<Run> {
  return withOutbox(context, async (engine, topic, client) => {
    const latency = new Latency();
    const reader = engine.read({ topics: [topic], from: { edge: 'EARLIEST' } });
    const since = performance.now();
    for (let i = 0; i < samples; i++) {
      const next = reader.next();
      await new Promise((resolve) => setTimeout(resolve, 50 + ((i * 7) % 25)));
      await client.query("select millrace.produce($1, 'key', '1')", [topic]);
      const committed = performance.now();
      await next;
      latency.record(performance.now() - committed);
    }
    await reader.return?.();
    const seconds = (performance.now() - since) / 1000;
    return { records: samples, seconds, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) };
  });
}

/** What looking costs while there is nothing: milliseconds of a core a second, in Postgres and in this process. Linux only. */
async function idle(context: BenchContext): Promise<string> {
  const usedBy = (pid: number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  try {
    return await withOutbox(context, async (_, __, client) => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_locks where locktype = 'advisory' and objid = 6 and classid = millrace.lease_lock()::oid and granted",
      );
      const pid = rows[0]?.pid as number;
      const [server, own] = [usedBy(pid), process.cpuUsage()];
      await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
      const { user, system } = process.cpuUsage(own);
      const perSecond = (ms: number) => (ms / idleSeconds).toFixed(1);
      return `While nothing is produced the relay's session takes ${perSecond(usedBy(pid) - server)} ms of a core each second, this process, with all else that a node does, ${perSecond((user + system) / 1000)} ms.`;
    });
  } catch (error) {
    return `What looking costs was not measured: ${error}.`;
  }
}

function entriesOf(context: BenchContext): Entry[] {
  const alone = 'an order a transaction';
  const calls = 'engine.append, 1,000 a call';
  return [
    { name: alone, run: () => orders(context, async () => {}) },
    {
      name: 'the same with a second insert',
      to: alone,
      run: () => orders(context, (client, _, record) => insert(client, record)),
    },
    {
      name: 'the same with millrace.produce',
      to: alone,
      run: () =>
        orders(context, (client, topic, { key, value }) =>
          client.query('select millrace.produce($1, $2, $3)', [topic, key.toString(), value.toString()]),
        ),
    },
    { name: calls, run: () => append(context) },
    { name: 'relay of 100,000 records of one transaction', to: calls, run: () => relay(context) },
    { name: 'from the commit to a reader, quiet', options: { maxP99Ms }, run: () => onItsWay(context) },
  ];
}

async function run(context: BenchContext): Promise<CaseReport> {
  const results = await compare(context, entriesOf(context), timing.rounds);
  return {
    results,
    notes: [
      describeTiming(timing),
      'An order a transaction: begin, an insert of 100 bytes of JSON, commit, one session, one after the other; then with one statement more before the commit.',
      `Relay: from the commit of a transaction that produced ${relayed.toLocaleString('en-US')} records until all are in the log; engine.append of as many, one call after the other.`,
      `Quiet: ${samples} records, one each 50 to 75 ms, timed from the answer to their commit. The relay looks every 25 ms.`,
      await idle(context),
    ],
  };
}

export const outbox: BenchCase = { name: 'outbox', title: 'The outbox', run };
