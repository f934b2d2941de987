import { openDatabase } from '@millrace/database';
import { createEngine, type Engine, type EngineLimits, type TopicConfigOverrides } from '@millrace/engine';
import type { BenchPostgres } from './postgres.ts';

/** Runs `work` with an engine of its own in this process, as an embedding service would have it. */
export async function withEngine<T>(
  postgres: Pick<BenchPostgres, 'url'>,
  work: (engine: Engine) => Promise<T>,
  limits: Partial<EngineLimits> = {},
): Promise<T> {
  const database = await openDatabase({ url: postgres.url, applicationName: 'millrace bench' });
  try {
    const engine = await createEngine({ database, node: { role: 'bench' }, limits });
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  } finally {
    await database.close();
  }
}

let topicsMade = 0;

export interface BenchTopics {
  /** How many; made one after another they spread over the append lanes, each of which is a connection. */
  readonly count?: number;
  readonly partitionCount: number;
  readonly config?: TopicConfigOverrides;
}

/** Runs `work` with new, empty topics, and deletes them. */
export async function withTopics<T>(
  engine: Engine,
  { count = 1, partitionCount, config = {} }: BenchTopics,
  work: (names: readonly string[]) => Promise<T>,
): Promise<T> {
  const names: string[] = [];
  try {
    while (names.length < count) {
      const name = `bench-${topicsMade++}`;
      await engine.topics.create({ name, partitionCount, config });
      names.push(name);
    }
    return await work(names);
  } finally {
    for (const name of names) await engine.topics.delete(name);
  }
}

/**
 * Runs `work` with a new, empty topic, and deletes it. Meanwhile this process has no engine of its own: an API that `work`
 * starts is the only node of the database, as it is in most installations.
 */
export async function withLoneTopic<T>(
  postgres: BenchPostgres,
  partitionCount: number,
  work: (topic: string) => Promise<T>,
): Promise<T> {
  const name = `bench-${topicsMade++}`;
  await withEngine(postgres, (engine) => engine.topics.create({ name, partitionCount }));
  try {
    return await work(name);
  } finally {
    await withEngine(postgres, (engine) => engine.topics.delete(name));
  }
}
