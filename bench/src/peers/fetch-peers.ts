import { join } from 'node:path';
import type { BenchContext } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import type { Contender } from '../measure/in-turns.ts';
import { type ReaderProcess, startReader } from '../readers/reader-process.ts';
import { type KafkaBroker, startKafka } from './kafka-broker.ts';
import { consumerPerf, producerPerf, writePayloadFile } from './kafka-perf.ts';
import { createKafkaTopic } from './kafkajs.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { openRedis, xaddPipeline } from './redis-streams.ts';

const topic = 'fetch';
const pageEntries = 1_000;

export interface FetchPeers {
  readonly peers: readonly Contender[];
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

interface PeerReader {
  readonly name: string;
  readonly reader: ReaderProcess;
}

async function redisReader(context: BenchContext, redis: RedisServer, records: number): Promise<PeerReader> {
  const client = openRedis(redis.port);
  const slices = new Slices(context.records, pageEntries);
  for (let written = 0; written < records; written += pageEntries) await xaddPipeline(client, topic, slices.next());
  client.disconnect();
  return {
    name: `Redis Streams ${redis.version}, XREAD of 1,000 (in memory)`,
    reader: startReader({ kind: 'redis', port: redis.port, stream: topic, records }),
  };
}

async function kafkaReaders(
  context: BenchContext,
  broker: KafkaBroker,
  records: number,
): Promise<{ java: Contender; node: PeerReader }> {
  const payloadFile = join(context.scratchPath, 'payload');
  await writePayloadFile(payloadFile, context.records);
  await createKafkaTopic(broker, topic);
  const properties = ['acks=all', 'batch.size=131072'];
  await producerPerf(broker, { topic, records, payloadFile, properties });
  const { bootstrapServers } = broker;
  return {
    java: {
      name: `Kafka ${broker.version}, consumer-perf-test (Java)`,
      run: () => consumerPerf(broker, topic, records),
    },
    node: {
      name: `Kafka ${broker.version}, kafkajs`,
      reader: startReader({ kind: 'kafkajs', bootstrapServers, topic, records }),
    },
  };
}

/** Starts what servers there are and writes `records` records to each. */
export async function fetchPeers(context: BenchContext, records: number): Promise<FetchPeers> {
  const redis = await startRedis(context.scratchPath);
  const kafka = await startKafka(context.scratchPath);
  const peers: Contender[] = [];
  const notes: string[] = [];
  const readers: ReaderProcess[] = [];
  const add = ({ name, reader }: PeerReader) => {
    readers.push(reader);
    peers.push({ name, run: reader.run });
  };
  if (redis) add(await redisReader(context, redis, records));
  else notes.push('Redis is left out: there is no redis-server on PATH.');
  if ('missing' in kafka) notes.push(kafka.missing);
  else {
    const { java, node } = await kafkaReaders(context, kafka, records);
    peers.push(java);
    add(node);
  }
  return {
    peers,
    notes,
    async stop() {
      await Promise.all(readers.map((reader) => reader.stop()));
      await redis?.stop();
      if (!('missing' in kafka)) await kafka.stop();
    },
  };
}
