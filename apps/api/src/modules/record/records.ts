import { MillraceError } from '@millrace/core';
import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { requireTopic } from '../topic/require-topic.ts';
import { toPosition } from './position.ts';
import { toFilter } from './record-filter.ts';
import { viewRecord } from './record-view.ts';

export const records: NonNullable<GqlQueryResolvers['records']> = async (_, args, context) => {
  const { engine, limits } = context;
  const { topic, partitions, limit } = args;
  if (limit < 1 || limit > limits.maxRecordsPerPage) {
    throw new MillraceError('INVALID_INPUT', `limit is 1 to ${limits.maxRecordsPerPage}, not ${limit}.`);
  }
  const { config } = await requireTopic(engine, topic);
  const from = await toPosition(engine, args.from, [topic], partitions);
  const page = await engine.page({
    topic,
    limit,
    partitions: partitions ?? undefined,
    from,
    ...(args.filter ? { filter: toFilter(args.filter, config), signal: context.signal } : {}),
  });
  return {
    records: page.records.map((record) => viewRecord(record, config)),
    cursor: page.next,
    previousCursor: page.previous,
    atEnd: page.atEnd,
    search: page.search ?? null,
  };
};
