import { encodeInt8Array } from '../record/array-encoding.ts';
import type { PlannedStatement, SearchSession } from './search-session.ts';

/** Which way a search goes: from old to new, or from new to old. */
export type Direction = 'forward' | 'backward';

/** A segment to be searched, and what each of the partitions has in it. */
export interface SearchSegment {
  readonly tableId: number;
  readonly hasKeyIndex: boolean;
  /** By partition id; end: null where it is the open one. */
  readonly bounds: ReadonlyMap<number, { readonly first: number; readonly end: number | null }>;
}

/** Segments that are looked up at a time, and their bounds. */
const mostSegments = 64;
const mostBounds = 16_000;

/**
 * The segment that holds what comes next in one of the partitions, and those behind it: a row for each, and one for each partition in
 * each of them. $1: the partitions' ids, $2: positions, $3: topic, $4: fromTime, $5: how many segments. Where a partition ends in a
 * segment it begins in the next one: they are read in one go, with the segment behind the last one.
 */
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
), chosen as materialized (
  select s.id, coalesce(s.table_id, s.id) as table_id from millrace.segments s
  where s.topic_id = $3 and s.id ${forward ? '>=' : '<='} (select id from place)
    and ($4::bigint is null or s.max_timestamp is null or s.max_timestamp >= $4)
  order by s.id ${forward ? '' : 'desc'} limit $5::integer
), bounds as (
  select b.segment_id, b.partition_id, b.first_offset,
         lead(b.first_offset) over (partition by b.partition_id order by b.segment_id) as end_offset
  from millrace.segment_bounds b
  where b.partition_id = any ($1) and b.segment_id >= (select min(c.id) from chosen c)
    and b.segment_id <= coalesce(
      (select s.id from millrace.segments s
       where s.topic_id = $3 and s.id > (select max(c.id) from chosen c) order by s.id limit 1), 2147483647)
)
select c.id, c.table_id, coalesce(i.indisvalid, false) as has_key_index, null::integer as partition_id, null::bigint as first_offset, null::bigint as end_offset
from chosen c
left join pg_class k on k.relnamespace = 'millrace_segments'::regnamespace and k.relname = millrace.key_index_name(c.table_id)
left join pg_index i on i.indexrelid = k.oid
union all
select b.segment_id, null, null, b.partition_id, b.first_offset, b.end_offset from bounds b`;
};

/**
 * The next segments in that direction that may hold records of `fromTime` or later, at or beyond the positions (before them, going
 * backward), in order; none when there are none. Whoever has searched them goes on by offset, because segments are dropped and joined
 * meanwhile.
 */
export async function findSearchSegments(
  session: SearchSession,
  input: {
    readonly topicId: number;
    readonly direction: Direction;
    readonly partitionIds: readonly number[];
    readonly positions: readonly number[];
    readonly fromTime: number | undefined;
  },
): Promise<SearchSegment[]> {
  const { topicId, direction, partitionIds, positions, fromTime } = input;
  const statement: PlannedStatement = {
    name: `search_segments_${direction}`,
    text: segmentSql(direction),
    parameterCount: 5,
    write(writer) {
      writer.int4Array(partitionIds);
      writer.binary(encodeInt8Array(positions));
      writer.int4(topicId);
      if (fromTime === undefined) writer.null();
      else writer.int8(fromTime);
      writer.int4(Math.min(mostSegments, Math.ceil(mostBounds / partitionIds.length)));
    },
  };
  const [rows = []] = await session.run([statement]);
  const bounds = new Map<number, Map<number, { first: number; end: number | null }>>();
  const segments: (SearchSegment & { readonly id: number })[] = [];
  for (const [segmentId, tableId, hasKeyIndex, partitionId, first, end] of rows) {
    const id = Number(segmentId);
    const its = bounds.get(id) ?? new Map<number, { first: number; end: number | null }>();
    bounds.set(id, its);
    if (partitionId == null)
      segments.push({ id, tableId: Number(tableId), hasKeyIndex: hasKeyIndex === 't', bounds: its });
    else its.set(Number(partitionId), { first: Number(first), end: end == null ? null : Number(end) });
  }
  const step = direction === 'forward' ? 1 : -1;
  return segments.sort((a, b) => step * (a.id - b.id));
}
