import { join } from 'node:path';
import type { BenchContext } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import type { Contender } from '../measure/in-turns.ts';
import type { Timing } from '../measure/timing.ts';
import { type KafkaBroker, startKafka } from './kafka-broker.ts';
import { producerPerf, writePayloadFile } from './kafka-perf.ts';
import { createKafkaTopic, openKafkaJs, sendBatch } from './kafkajs.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { openRedis, xaddPipeline } from './redis-streams.ts';

/** A contender from outside, with what its acknowledgement is worth. */
interface Peer extends Contender {
  readonly durability: string;
}

export interface Peers {
  readonly peers: readonly Peer[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

const connections = 2;
const size = 1_000;
/** Enough that a producer runs for some seconds, its own warm-up included. */
const perfRecords = 1_500_000;
/** A batch as large as 1,000 of these records; Kafka's default is 16384. */
const perfProperties = ['acks=all', 'batch.size=131072'];

const pageCacheDurability = 'in the page cache (acks=all, default flush)';
const flushedDurability = 'fsynced (acks=all, flush.messages=1)';

let topicsMade = 0;

function redisContender(context: BenchContext, redis: RedisServer, timing: Timing): Peer {
  return {
    name: `Redis Streams ${redis.version}, pipelines of 1,000`,
    durability: redis.durability,
    async run() {
      const clients = Array.from({ length: connections }, () => openRedis(redis.port));
      const slices = new Slices(context.records, size);
      try {
        return await closedLoop({
          ...timing,
          callers: connections,
          call: (caller) => xaddPipeline(clients[caller] as (typeof clients)[number], 'bench', slices.next()),
        });
      } finally {
        await clients[0]?.del('bench');
        for (const client of clients) client.disconnect();
      }
    },
  };
}

function kafkaContenders(context: BenchContext, broker: KafkaBroker, payloadFile: string, timing: Timing): Peer[] {
  const flavours = [
    { durability: pageCacheDurability, label: 'default flush', configuration: {} },
    { durability: flushedDurability, label: 'flush each batch', configuration: { 'flush.messages': '1' } },
  ];
  return flavours.flatMap(({ durability, label, configuration }) => [
    {
      name: `Kafka ${broker.version}, producer-perf-test, ${label}`,
      durability,
      async run() {
        const topic = `append-${topicsMade++}`;
        await createKafkaTopic(broker, topic, configuration);
        return producerPerf(broker, { topic, records: perfRecords, payloadFile, properties: perfProperties });
      },
    },
    {
      name: `Kafka ${broker.version}, kafkajs, sends of 1,000, ${label}`,
      durability,
      async run() {
        const topic = `append-${topicsMade++}`;
        await createKafkaTopic(broker, topic, configuration);
        const producer = openKafkaJs(broker).producer();
        await producer.connect();
        const slices = new Slices(context.records, size);
        try {
          return await closedLoop({
            ...timing,
            callers: connections * 2,
            call: () => sendBatch(producer, topic, slices.next()),
          });
        } finally {
          await producer.disconnect();
        }
      },
    },
  ]);
}

/** Starts what servers there are. */
export async function appendPeers(context: BenchContext, timing: Timing): Promise<Peers> {
  const redis = await startRedis(context.scratchPath);
  const kafka = await startKafka(context.scratchPath);
  const peers: Peer[] = [];
  const notes: string[] = [];
  if (redis) peers.push(redisContender(context, redis, timing));
  else notes.push('Redis is left out: there is no redis-server on PATH.');
  if ('missing' in kafka) {
    notes.push(kafka.missing);
  } else {
    const payloadFile = join(context.scratchPath, 'payload');
    await writePayloadFile(payloadFile, context.records);
    peers.push(...kafkaContenders(context, kafka, payloadFile, timing));
  }
  return {
    peers,
    notes,
    async stop() {
      await redis?.stop();
      if (!('missing' in kafka)) await kafka.stop();
    },
  };
}
