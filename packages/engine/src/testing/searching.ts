import type { Database } from '@millrace/database';
import { expect } from 'vitest';
import type { Engine, PageInput, RecordPage } from '../engine.ts';
import type { Record } from '../record/record.ts';
import type { RecordFilter } from '../search/record-filter.ts';
import { until } from './wait.ts';

/** Until every sealed segment of a topic has its key index. */
export const untilIndexed = (database: Pick<Database, 'pool'>, topic: string) =>
  until(
    'the key indexes',
    async () => {
      const { rows } = await database.pool.query(
        `select bool_and(millrace.has_key_index(coalesce(s.table_id, s.id))) as all
       from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = $1 and s.sealed_at is not null`,
        [topic],
      );
      return rows[0].all === true;
    },
    30_000,
  );

export interface SearchedLog {
  readonly topic: string;
  readonly filter: RecordFilter;
  readonly forward: boolean;
}

/** All pages, forward from the beginning or backward from the end; every one has to get further. */
export async function allPagesOf(
  engine: Pick<Engine, 'page'>,
  { topic, filter, forward }: SearchedLog,
  more: Partial<PageInput>,
): Promise<Record[]> {
  const records: Record[] = [];
  let last: RecordPage | undefined;
  for (;;) {
    const cursor: string | null | undefined = forward ? last?.next : last?.previous;
    const from = cursor ? { cursor } : forward ? ({ edge: 'EARLIEST' } as const) : undefined;
    const next = await engine.page({ topic, limit: 100, filter, from, ...more });
    if (last) expect(next.starts.join() === last.starts.join() && next.next === last.next).toBe(false);
    last = next;
    if (forward) records.push(...next.records);
    else records.unshift(...next.records);
    if (next.search?.ended === 'DONE') return records;
  }
}
