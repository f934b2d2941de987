import { MillraceError } from '@millrace/core';
import type { PrismaClient } from '@millrace/database';
import type { TopicPage } from './topic.ts';
import { resolveTopicConfig, type TopicConfig, type TopicConfigOverrides } from './topic-config.ts';

export interface ListTopicsInput {
  readonly search?: string;
  readonly internal?: boolean;
  readonly first: number;
  /** Name of the last topic of the page before. */
  readonly after?: string;
}

/** Topics by name, a page of them. INVALID_INPUT for U+0000 in what is looked for. */
export async function listTopics(prisma: PrismaClient, input: ListTopicsInput): Promise<TopicPage> {
  // Postgres takes no U+0000 in a text.
  if ([input.search, input.after].some((text) => text?.includes('\u0000'))) {
    throw new MillraceError('INVALID_INPUT', 'No name of a topic holds U+0000: leave it out of what you look for.');
  }
  const matching = {
    ...(input.internal ? {} : { internal: false }),
    ...(input.search ? { name: { contains: escapeLike(input.search), mode: 'insensitive' as const } } : {}),
  };
  const [rows, totalCount] = await Promise.all([
    prisma.topic.findMany({
      where: input.after === undefined ? matching : { AND: [matching, { name: { gt: input.after } }] },
      orderBy: { name: 'asc' },
      take: input.first + 1,
      include: { _count: { select: { partitions: true } } },
    }),
    prisma.topic.count({ where: matching }),
  ]);
  const createdAt = await creationTimes(prisma, rows);
  return {
    topics: rows.slice(0, input.first).map((row) => {
      const overrides = row.config as TopicConfigOverrides;
      return {
        id: row.id,
        name: row.name,
        internal: row.internal,
        partitionCount: row._count.partitions,
        config: resolveTopicConfig(overrides),
        configured: Object.keys(overrides) as (keyof TopicConfig)[],
        createdAt: createdAt.get(row.id) ?? row.createdAt,
      };
    }),
    totalCount,
    hasNextPage: rows.length > input.first,
  };
}

/** As numbers: Prisma's adapter drops the offset of a time, which is not 0 in every database. */
async function creationTimes(prisma: PrismaClient, topics: readonly { id: number }[]): Promise<Map<number, Date>> {
  const ids = topics.map(({ id }) => id);
  const rows = await prisma.$queryRaw<{ id: number; ms: number }[]>`
    select id, (extract(epoch from created_at) * 1000)::float8 as ms from millrace.topics where id = any (${ids})`;
  return new Map(rows.map(({ id, ms }) => [id, new Date(ms)]));
}

/** Prisma passes `contains` to LIKE as it is, so that an underscore would match anything. */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
