import pg from 'pg';
import { readRows } from '../baselines/row-read.ts';
import type { Run } from '../measure/run.ts';
import { consumeAll } from '../peers/kafkajs.ts';
import { openRedis, xreadAll } from '../peers/redis-streams.ts';
import { withEngine } from '../servers/engine.ts';
import type { ReadTask } from './read-task.ts';
import { readTopic } from './read-topic.ts';

// A consumer and nothing else. Its parent ends it by going away (IPC 'disconnect').

const redisPageEntries = 1_000;
const task = JSON.parse(process.argv[2] ?? '') as ReadTask;

/** Times a read of everything; throws when it is not everything. */
async function timed(read: () => Promise<{ records: number }>): Promise<Run> {
  const start = performance.now();
  const result = await read();
  const seconds = (performance.now() - start) / 1000;
  if (result.records !== task.records) throw new Error(`${result.records} of ${task.records} records were read.`);
  return { records: task.records, seconds, p50Ms: null, p99Ms: null };
}

async function readOnce(): Promise<Run> {
  switch (task.kind) {
    case 'rows': {
      const client = new pg.Client({ connectionString: task.url });
      await client.connect();
      try {
        return await timed(() => readRows(client));
      } finally {
        await client.end();
      }
    }
    case 'millrace':
      // An engine that has just been opened: nothing of the topic is in its memory.
      return withEngine(task, (engine) => timed(() => readTopic(engine, task.topic, task.records)));
    case 'redis': {
      const redis = openRedis(task.port);
      try {
        return await timed(() => xreadAll(redis, task.stream, redisPageEntries));
      } finally {
        redis.disconnect();
      }
    }
    case 'kafkajs':
      return consumeAll(task, task.topic, task.records);
  }
}

process.on('message', async () => process.send?.(await readOnce()));
process.once('disconnect', () => process.exit());
