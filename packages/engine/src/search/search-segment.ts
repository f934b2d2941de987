import type { PoolClient } from 'pg';

/** Which way a search goes: from old to new, or from new to old. */
export type Direction = 'forward' | 'backward';

/** A segment to be searched, and what each of the partitions has in it. */
export interface SearchSegment {
  readonly tableId: number;
  readonly hasKeyIndex: boolean;
  /** By partition id; end: null where it is the open one. */
  readonly bounds: ReadonlyMap<number, { readonly first: number; readonly end: number | null }>;
}

type Row = {
  table_id: number;
  has_key_index: boolean;
  bounds: readonly { id: number; first: number; end: number | null }[];
};

/** Segments that are looked up at a time. */
const segmentsAtOnce = 16;

/** The segment that holds what comes next in one of the partitions, and those behind it; $1: their ids, $2: positions, $3: topic, $4: fromTime. */
const segmentSql = (direction: Direction) => {
  const forward = direction === 'forward';
  return `
with place as (
  select ${forward ? 'min' : 'max'}(f.segment_id) as id
  from unnest($1::integer[], $2::bigint[]) as w (partition_id, position)
  join millrace.partitions p on p.id = w.partition_id
  cross join lateral (
    select b.segment_id from millrace.segment_bounds b
    where b.partition_id = w.partition_id and b.first_offset ${forward ? '<= greatest(w.position, p.log_start_offset)' : '< w.position'}
    order by b.segment_id desc limit 1
  ) f
)
select coalesce(s.table_id, s.id) as table_id, millrace.has_key_index(coalesce(s.table_id, s.id)) as has_key_index,
  (select json_agg(json_build_object('id', b.partition_id, 'first', b.first_offset, 'end',
     (select n.first_offset from millrace.segment_bounds n
      where n.partition_id = b.partition_id and n.segment_id > b.segment_id order by n.segment_id limit 1)))
   from millrace.segment_bounds b where b.segment_id = s.id and b.partition_id = any ($1)) as bounds
from millrace.segments s
where s.topic_id = $3 and s.id ${forward ? '>=' : '<='} (select id from place)
  and ($4::bigint is null or s.max_timestamp is null or s.max_timestamp >= $4)
order by s.id ${forward ? '' : 'desc'} limit ${segmentsAtOnce}`;
};

/**
 * The next segments in that direction that may hold records of `fromTime` or later, at or beyond the positions (before them, going
 * backward), in order; none when there are none. Whoever has searched them goes on by offset, because segments are dropped and joined
 * meanwhile.
 */
export async function findSearchSegments(
  client: PoolClient,
  input: {
    readonly topicId: number;
    readonly direction: Direction;
    readonly partitionIds: readonly number[];
    readonly positions: readonly number[];
    readonly fromTime: number | undefined;
  },
): Promise<SearchSegment[]> {
  const { topicId, direction, partitionIds, positions, fromTime } = input;
  const { rows } = await client.query<Row>(segmentSql(direction), [partitionIds, positions, topicId, fromTime ?? null]);
  return rows.map((row) => ({
    tableId: row.table_id,
    hasKeyIndex: row.has_key_index,
    bounds: new Map((row.bounds ?? []).map(({ id, first, end }) => [id, { first, end }])),
  }));
}
