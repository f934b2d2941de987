import type { PoolClient } from 'pg';

/** A segment whose table lacks the key index it should have, or has one it should not have. */
export interface DueKeyIndex {
  readonly topic: string;
  readonly segmentId: number;
  readonly tableId: number;
  readonly isWanted: boolean;
}

type Row = { name: string; id: number; table_id: number; wanted: boolean };

/** Those that are to be made only once their table had its VACUUM, which would wait for it; the newest segments first. */
const sql = `
select t.name, s.id, coalesce(s.table_id, s.id) as table_id, w.wanted
from millrace.segments s
join millrace.topics t on t.id = s.topic_id
cross join lateral (select coalesce(t.config ->> 'keyIndex', 'NONE') = 'SEALED' as wanted) w
left join pg_class c on c.relnamespace = 'millrace_segments'::regnamespace
  and c.relname = millrace.key_index_name(coalesce(s.table_id, s.id))
left join pg_index i on i.indexrelid = c.oid and i.indisvalid
where s.sealed_at is not null
  and case when w.wanted then i.indexrelid is null and s.frozen_at is not null else c.oid is not null end
order by s.id desc`;

export async function readDueKeyIndexes(client: PoolClient): Promise<DueKeyIndex[]> {
  const { rows } = await client.query<Row>(sql);
  return rows.map(({ name, id, table_id, wanted }) => ({
    topic: name,
    segmentId: id,
    tableId: table_id,
    isWanted: wanted,
  }));
}
