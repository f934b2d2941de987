import { raiseLogEpoch } from '../../epoch/raise-log-epoch.ts';
import type { Producer } from '../../producer/producer.ts';
import { readOpenSegments, rollSegment } from '../../segment/roll-segment.ts';
import type { TopicConfigOverrides } from '../../topic/topic-config.ts';
import { record } from '../records.ts';
import { type LifeClient, overAndOver, tellAppended } from './life-client.ts';

export const partitionCount = 3;

/** The topics that live through all of it, by what becomes of their records. */
export const lifeTopics = {
  /** Nothing leaves it. */
  kept: {},
  /** The oldest segments leave it. */
  retained: { retentionMs: -1, retentionBytes: 20_000 },
  /** Its start is moved. */
  trimmed: {},
  /** Of every key the newest record stays. */
  compacted: { cleanupPolicy: 'COMPACT', keyIndex: 'SEALED' },
  /** Written by a producer that sends again what was not acknowledged. */
  sequenced: {},
  /** Written through the outbox, by plain SQL. */
  orders: {},
  /** Written by transactions: the same to both. */
  left: {},
  right: {},
  /** A copy of `left`, made by transactions that commit what they have read. */
  copied: {},
} as const satisfies { readonly [topic: string]: TopicConfigOverrides };

const recordsPerCall = 4;
const keys = 20;

/** `call|i|count` as values: a call can be told whole from them. */
const recordsOf = (call: string, chance: () => number) =>
  Array.from({ length: recordsPerCall }, (_, i) =>
    record(`k${Math.floor(chance() * keys)}`, `${call}|${i}|${recordsPerCall}`, {
      partition: i % partitionCount,
      headers: i === 0 ? [{ key: 'call', value: Buffer.from(call) }] : [],
    }),
  );

const append = (client: LifeClient, topic: string, writer: number) =>
  overAndOver(client, `append to ${topic}`, 3, async (n) => {
    const call = `${client.name}.${topic}.${writer}/${n}`;
    const records = recordsOf(call, client.chance);
    tellAppended(client, await client.engine.append({ topic, records }), call, records);
  });

/**
 * Far more often than a full segment asks for; mostly where segments leave again, because hundreds of kills take so long that those
 * that stay would be thousands.
 */
const roll = (client: LifeClient) =>
  overAndOver(client, 'roll', 120, async () => {
    const open = await readOpenSegments(client.database.pool, null);
    const retained = client.chance() < 0.5 ? open.find(({ topic }) => topic === 'retained') : undefined;
    const segment = retained ?? open[Math.floor(client.chance() * open.length)];
    if (segment) await rollSegment(client.database.pool, segment, 'NONE');
  });

const trim = (client: LifeClient) =>
  overAndOver(client, 'delete records', 100, async () => {
    const { topics } = client.engine;
    const bounds = await topics.bounds('trimmed');
    await topics.deleteRecords({
      topic: 'trimmed',
      partitions: bounds.map(({ partition, logStartOffset, endOffset }) => ({
        partition,
        before: logStartOffset + Math.floor(client.chance() * (endOffset - logStartOffset)),
      })),
    });
  });

const shortLived = (client: LifeClient) =>
  overAndOver(client, 'make and delete a topic', 50, async (n) => {
    const { engine } = client;
    const topic = `short-${client.name}-${n}`;
    await engine.topics.create({ name: topic, partitionCount: 2 });
    await engine.append({ topic, records: [record(null, 'x')] });
    await engine.topics.delete(topic);
  });

/** A member that tells of what it got before it commits it. */
const consume = (client: LifeClient) =>
  overAndOver(client, 'consume', 50, async () => {
    const consumer = client.engine.consumer({
      group: 'readers',
      topics: ['kept'],
      signal: client.signal,
      maxRecords: 20,
    });
    for await (const event of consumer) {
      if (event.kind !== 'RECORDS') continue;
      const { partition, nextOffset } = event.batch;
      client.tell({ kind: 'DELIVERED', partition, from: event.batch.offset(0), to: nextOffset });
      await consumer.commit(event);
    }
  });

/**
 * Numbers in a table of its own and in two topics, in one transaction each. Whoever does not know how one ended takes the transactional
 * id anew, which ends it, and looks.
 */
async function transact(client: LifeClient): Promise<void> {
  const { engine, database } = client;
  let producer: Producer | undefined;
  await overAndOver(client, 'transaction', 10, async () => {
    const owner = producer ?? (await engine.initProducer({ transactionalId: 'ledger' }));
    producer = undefined;
    const { rows } = await database.pool.query<{ next: number }>(
      'select coalesce(max(n), -1) + 1 as next from chaos.ledger',
    );
    const next = rows[0]?.next ?? 0;
    const records = [record(`k${next % keys}`, `tx/${next}|0|1`, { partition: next % partitionCount })];
    const { appends } = await engine.transaction(
      async (tx) => {
        await tx.append({ topic: 'left', records });
        await tx.query('insert into chaos.ledger values ($1)', [next]);
        await tx.append({ topic: 'right', records });
      },
      { producer: owner },
    );
    for (const appended of appends) tellAppended(client, appended, `tx/${next}`, records);
    producer = owner;
  });
}

/** Reads, writes and commits in one transaction: each record is copied once, whatever is killed. */
const copy = (client: LifeClient) =>
  overAndOver(client, 'copy', 50, async () => {
    const consumer = client.engine.consumer({
      group: 'copiers',
      topics: ['left'],
      signal: client.signal,
      maxRecords: 20,
    });
    for await (const event of consumer) {
      if (event.kind !== 'RECORDS') continue;
      const { partition } = event.batch;
      const records = Array.from(event.batch, ({ key, value }) => ({ key, value, partition }));
      await client.engine.transaction(async (tx) => {
        await tx.append({ topic: 'copied', records });
        await tx.commit(consumer, event);
      });
      client.tell({ kind: 'DONE', what: 'copied a batch' });
    }
  });

const callsAtOnce = 3;

/** Several calls are on their way at a time; what was not acknowledged is sent again, by whichever process is there. */
async function produce(client: LifeClient): Promise<void> {
  const { id, epoch, sequence: first } = client.producer;
  const line = (n: number) => {
    let sequence = first + n;
    return overAndOver(client, 'produce', 5, async () => {
      const call = `seq/${sequence}`;
      const records = Array.from({ length: recordsPerCall }, (_, i) =>
        record(`k${i}`, `${call}|${i}|${recordsPerCall}`, { partition: (sequence + i) % partitionCount }),
      );
      const result = await client.engine.append({ topic: 'sequenced', records, producer: { id, epoch, sequence } });
      tellAppended(client, result, call, records);
      client.tell({ kind: 'SEQUENCED', sequence });
      sequence += callsAtOnce;
    });
  };
  await Promise.all(Array.from({ length: callsAtOnce }, (_, n) => line(n)));
}

/** A program that knows nothing of the engine: a row and a record in one transaction, of which some are rolled back. */
const order = (client: LifeClient) =>
  overAndOver(client, 'order', 10, async () => {
    const session = await client.database.pool.connect();
    let broken = true;
    try {
      await session.query('begin');
      const { rows } = await session.query<{ n: number }>(
        'insert into chaos.orders select coalesce(max(n), -1) + 1 from chaos.orders returning n',
      );
      const n = rows[0]?.n ?? 0;
      await session.query(`select millrace.produce('orders', $1, $2)`, [`k${n % keys}`, JSON.stringify(n)]);
      await session.query(client.chance() < 0.75 ? 'commit' : 'rollback');
      broken = false;
    } catch (error) {
      // Of a process that was killed, whose session was still there.
      if ((error as { code?: string }).code !== '23505') throw error;
    } finally {
      session.release(broken);
    }
  });

/** As after a restore: only that nothing was lost. */
const raiseEpoch = (client: LifeClient) =>
  overAndOver(client, 'raise the log epoch', 1_500, async () => {
    const session = await client.database.connect();
    try {
      await raiseLogEpoch(session, { byHand: true, reason: 'life', known: client.engine.logEpoch });
    } finally {
      await session.end().catch(() => {});
    }
  });

/** Everything that is done to a log, at once, until the client's signal. */
export async function liveOnLog(client: LifeClient): Promise<void> {
  await Promise.all([
    ...['kept', 'retained', 'trimmed', 'compacted'].flatMap((topic) => [
      append(client, topic, 1),
      append(client, topic, 2),
    ]),
    roll(client),
    trim(client),
    shortLived(client),
    consume(client),
    produce(client),
    order(client),
    raiseEpoch(client),
    transact(client),
    copy(client),
  ]);
}
