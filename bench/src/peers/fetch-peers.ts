import { join } from 'node:path';
import type { BenchContext } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import type { Contender } from '../measure/in-turns.ts';
import { type KafkaBroker, startKafka } from './kafka-broker.ts';
import { consumerPerf, producerPerf, writePayloadFile } from './kafka-perf.ts';
import { consumeAll, createKafkaTopic } from './kafkajs.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { openRedis, xaddPipeline, xreadAll } from './redis-streams.ts';

const topic = 'fetch';
const pageEntries = 1_000;

export interface FetchPeers {
  readonly peers: readonly Contender[];
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

async function redisContender(context: BenchContext, redis: RedisServer, records: number): Promise<Contender> {
  const client = openRedis(redis.port);
  const slices = new Slices(context.records, pageEntries);
  for (let written = 0; written < records; written += pageEntries) await xaddPipeline(client, topic, slices.next());
  client.disconnect();
  return {
    name: `Redis Streams ${redis.version}, XREAD of 1,000 (in memory)`,
    async run() {
      const reader = openRedis(redis.port);
      try {
        const start = performance.now();
        const read = await xreadAll(reader, topic, pageEntries);
        const seconds = (performance.now() - start) / 1000;
        if (read.records !== records) throw new Error(`${read.records} of ${records} records were read from Redis.`);
        return { records, seconds, p50Ms: null, p99Ms: null };
      } finally {
        reader.disconnect();
      }
    },
  };
}

async function kafkaContenders(context: BenchContext, broker: KafkaBroker, records: number): Promise<Contender[]> {
  const payloadFile = join(context.scratchPath, 'payload');
  await writePayloadFile(payloadFile, context.records);
  await createKafkaTopic(broker, topic);
  const properties = ['acks=all', 'batch.size=131072'];
  await producerPerf(broker, { topic, records, payloadFile, properties });
  return [
    {
      name: `Kafka ${broker.version}, consumer-perf-test (Java)`,
      run: () => consumerPerf(broker, topic, records),
    },
    {
      name: `Kafka ${broker.version}, kafkajs`,
      run: () => consumeAll(broker, topic, records),
    },
  ];
}

/** Starts what servers there are and writes `records` records to each. */
export async function fetchPeers(context: BenchContext, records: number): Promise<FetchPeers> {
  const redis = await startRedis(context.scratchPath);
  const kafka = await startKafka(context.scratchPath);
  const peers: Contender[] = [];
  const notes: string[] = [];
  if (redis) peers.push(await redisContender(context, redis, records));
  else notes.push('Redis is left out: there is no redis-server on PATH.');
  if ('missing' in kafka) notes.push(kafka.missing);
  else peers.push(...(await kafkaContenders(context, kafka, records)));
  return {
    peers,
    notes,
    async stop() {
      await redis?.stop();
      if (!('missing' in kafka)) await kafka.stop();
    },
  };
}
