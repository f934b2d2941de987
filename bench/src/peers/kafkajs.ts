import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { BenchRecord } from '../data/record-pool.ts';
import type { Run } from '../measure/run.ts';
import type { KafkaBroker } from './kafka-broker.ts';

const consumeTimeoutMs = 60_000;

export function openKafkaJs(broker: Pick<KafkaBroker, 'bootstrapServers'>): Kafka {
  // It would print advice about its default partitioner, which is the one that is wanted.
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
  return new Kafka({ brokers: [broker.bootstrapServers], clientId: 'bench', logLevel: logLevel.NOTHING });
}

/** Makes a topic of one partition; `configuration` over the broker's. */
export async function createKafkaTopic(
  broker: Pick<KafkaBroker, 'bootstrapServers'>,
  topic: string,
  configuration: Readonly<Record<string, string>> = {},
): Promise<void> {
  const admin = openKafkaJs(broker).admin();
  await admin.connect();
  const configEntries = Object.entries(configuration).map(([name, value]) => ({ name, value }));
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1, configEntries }] });
  await admin.disconnect();
}

/** Sends one batch, acknowledged by all replicas. */
export async function sendBatch(producer: Producer, topic: string, records: readonly BenchRecord[]): Promise<number> {
  await producer.send({ topic, acks: -1, messages: records.map(({ key, value }) => ({ key, value })) });
  return records.length;
}

/**
 * Reads a topic of `records` records from its start, looking at every key and value. Counts and times from the arrival
 * of the first batch on: joining the group is not reading.
 */
export async function consumeAll(
  broker: Pick<KafkaBroker, 'bootstrapServers'>,
  topic: string,
  records: number,
): Promise<Run> {
  const consumer = openKafkaJs(broker).consumer({ groupId: `bench-${topic}-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let count = 0;
  let bytes = 0;
  let firstAt = 0;
  try {
    const seconds = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`kafkajs read ${count} of ${records} records.`)),
        consumeTimeoutMs,
      );
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      consumer
        .run({
          eachBatch: async ({ batch }) => {
            if (firstAt === 0) firstAt = performance.now();
            else count += batch.messages.length;
            for (const { key, value } of batch.messages) bytes += (key?.length ?? 0) + (value?.length ?? 0);
            if (BigInt(batch.lastOffset()) < BigInt(records - 1)) return;
            clearTimeout(timer);
            resolve((performance.now() - firstAt) / 1000);
          },
        })
        .catch(reject);
    });
    if (bytes === 0) throw new Error('kafkajs read nothing.');
    return { records: count, seconds, p50Ms: null, p99Ms: null };
  } finally {
    await consumer.disconnect();
  }
}
