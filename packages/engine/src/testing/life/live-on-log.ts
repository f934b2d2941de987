import { readOpenSegments, rollSegment } from '../../segment/roll-segment.ts';
import { record } from '../records.ts';
import { appendAndTell, type LifeClient, overAndOver } from './life-client.ts';

export const partitionCount = 3;

/** The topics that live through all of it, by what becomes of their records. */
export const lifeTopics = {
  /** Nothing leaves it. */
  kept: {},
  /** The oldest segments leave it. */
  retained: { retentionMs: -1, retentionBytes: 20_000 },
  /** Its start is moved. */
  trimmed: {},
} as const;

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
  overAndOver(client, `append to ${topic}`, 3, (n) => {
    const call = `${client.name}.${topic}.${writer}/${n}`;
    return appendAndTell(client, topic, call, recordsOf(call, client.chance));
  });

/** Far more often than a full segment asks for. */
const roll = (client: LifeClient) =>
  overAndOver(client, 'roll', 40, async () => {
    const open = await readOpenSegments(client.database.pool, null);
    const segment = open[Math.floor(client.chance() * open.length)];
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

/** Everything that is done to a log, at once, until the client's signal. */
export async function liveOnLog(client: LifeClient): Promise<void> {
  await Promise.all([
    ...Object.keys(lifeTopics).flatMap((topic) => [append(client, topic, 1), append(client, topic, 2)]),
    roll(client),
    trim(client),
    shortLived(client),
    consume(client),
  ]);
}
