import { integerLiteral } from '../fetch/copy-rows.ts';
import { encodeInt8Array } from '../record/array-encoding.ts';
import { type Match, matchesOf } from './match.ts';
import { asksForKeyOnly, type RecordFilter } from './record-filter.ts';
import { type PlannedStatement, type SearchSession, writeBytes } from './search-session.ts';

/** A row to look into, and which of its offsets: from `from` to `to - 1`. */
export interface WantedRow {
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly from: number;
  readonly to: number;
}

/** A filter whose JSON path Postgres has understood. */
export interface PreparedFilter {
  readonly filter: RecordFilter;
  /** Whether the JSON path is a condition. */
  readonly predicate: boolean;
}

type Row = {
  partition_id: number;
  base_offset: string;
  byte_size: number;
  numbers: string;
  offsets: string;
  times: string;
};

/**
 * Looks into rows, one after another (`limit 1`: never by a join that reads the whole table): keys first, so that values are only read where keys do not rule them out. What is null of the parameters $5 to $13
 * is planned away. The comment in it is what pg_stat_activity shows. The values for the JSON path are taken together: see millrace.json_matching.
 */
const findSql = (table: string) => `
/* millrace search */
select b.partition_id, b.base_offset, b.byte_size, f.numbers::text, f.offsets::text, f.times::text
from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[]) as w (partition_id, base_offset, from_offset, to_offset)
cross join lateral (
  select * from ${table} b where b.partition_id = w.partition_id and b.base_offset = w.base_offset limit 1
) b
cross join lateral (
  select array_agg(r.n::integer order by r.n) as numbers, array_agg(o.record_offset order by r.n) as offsets,
         array_agg(t.ms order by r.n) as times, array_agg(r.value order by r.n) filter (where $12::jsonpath is not null) as vals
  from unnest(
    array_fill(0, array[b.record_count]), b.keys, case when $8::bytea is not null or $12::jsonpath is not null then b."values" end,
    b.offset_deltas, b.timestamp_deltas) with ordinality as r (filler, key, value, offset_delta, timestamp_delta, n)
  cross join lateral (select b.base_offset + coalesce(r.offset_delta, r.n - 1)) as o (record_offset)
  cross join lateral (select b.base_timestamp + coalesce(r.timestamp_delta, 0)) as t (ms)
  where o.record_offset >= w.from_offset and o.record_offset < w.to_offset
    and ($5::bytea is null or r.key = $5)
    and ($6::bytea is null or substring(r.key from 1 for length($6)) = $6)
    and ($7::bytea is null or position($7 in r.key) > 0)
    and ($8::bytea is null or position($8 in r.value) > 0)
    and ($9::bigint is null or t.ms >= $9)
    and ($10::bigint is null or t.ms < $10)
    and ($11::text[] is null or r.n = any (millrace.records_with_headers(b.header_counts, b.header_names, b.header_values, $11, $14)))
) c
cross join lateral (
  select c.numbers, c.offsets, c.times where $12::jsonpath is null and c.numbers is not null
  union all
  select array_agg(c.numbers[m.i]), array_agg(c.offsets[m.i]), array_agg(c.times[m.i])
  from unnest(millrace.json_matching(c.vals, $12::jsonpath, $13::boolean)) as m (i)
  where $12::jsonpath is not null
  having count(*) > 0
) f
where ($5::bytea is null or array_position(b.keys, $5) is not null)
  and ($6::bytea is null or exists (select from unnest(b.keys) as k (key) where substring(k.key from 1 for length($6)) = $6))
  and ($7::bytea is null or exists (select from unnest(b.keys) as k (key) where position($7 in k.key) > 0))
  and ($10::bigint is null or b.base_timestamp < $10
       or b.base_timestamp + (select min(d.delta) from unnest(b.timestamp_deltas) as d (delta)) < $10)
  and ($11::text[] is null or b.header_names @> $11)`;

/** The same for a key and nothing else, which is done in a fraction of the time. $5: the key. */
const findKeySql = (table: string) => `
/* millrace search */
select b.partition_id, b.base_offset, b.byte_size, array_agg(k.n order by k.n) as numbers,
       array_agg(o.record_offset order by k.n) as offsets, array_agg(b.base_timestamp + coalesce(b.timestamp_deltas[k.n], 0) order by k.n) as times
from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[]) as w (partition_id, base_offset, from_offset, to_offset)
cross join lateral (
  select * from ${table} b where b.partition_id = w.partition_id and b.base_offset = w.base_offset limit 1
) b
cross join lateral unnest(array_positions(b.keys, $5::bytea)) as k (n)
cross join lateral (select b.base_offset + coalesce(b.offset_deltas[k.n], k.n - 1)) as o (record_offset)
where $5::bytea = any (b.keys) and o.record_offset >= w.from_offset and o.record_offset < w.to_offset
group by b.partition_id, b.base_offset, b.byte_size`;

/** The records of the given rows that match, each row's in offset order. */
export async function findMatches(
  session: SearchSession,
  tableId: number,
  rows: readonly WantedRow[],
  { filter, predicate }: PreparedFilter,
): Promise<Match[]> {
  if (asksForKeyOnly(filter)) return findKey(session, tableId, rows, filter.key as Uint8Array);
  const headers = filter.headers?.length ? filter.headers : undefined;
  const { rows: found } = await session.client.query<Row>(findSql(`millrace_segments.s${integerLiteral(tableId)}`), [
    rows.map(({ partitionId }) => partitionId),
    rows.map(({ baseOffset }) => baseOffset),
    rows.map(({ from }) => from),
    rows.map(({ to }) => to),
    filter.key ?? null,
    filter.keyPrefix ?? null,
    filter.keyContains ?? null,
    filter.valueContains ?? null,
    filter.fromTime ?? null,
    filter.toTime ?? null,
    headers?.map(({ key }) => key) ?? null,
    filter.jsonPath ?? null,
    predicate,
    headers?.map(({ value }) => value ?? null) ?? null,
  ]);
  return found.flatMap((row) => {
    const { partition_id: partitionId, base_offset: baseOffset, byte_size: rowBytes } = row;
    return matchesOf({ tableId, partitionId, baseOffset: Number(baseOffset), rowBytes }, row);
  });
}

async function findKey(
  session: SearchSession,
  tableId: number,
  rows: readonly WantedRow[],
  key: Uint8Array,
): Promise<Match[]> {
  const id = integerLiteral(tableId);
  const statementOf = (some: readonly WantedRow[]): PlannedStatement => ({
    name: `search_key_s${id}`,
    text: findKeySql(`millrace_segments.s${id}`),
    parameterCount: 5,
    write(writer) {
      writer.int4Array(some.map(({ partitionId }) => partitionId));
      writer.binary(encodeInt8Array(some.map(({ baseOffset }) => baseOffset)));
      writer.binary(encodeInt8Array(some.map(({ from }) => from)));
      writer.binary(encodeInt8Array(some.map(({ to }) => to)));
      writeBytes(writer, key);
    },
  });
  const half = Math.ceil(rows.length / 2);
  const halves = [rows.slice(0, half), rows.slice(half)].filter((some) => some.length > 0);
  const found = (await session.run(halves.map(statementOf))).flat();
  return found.flatMap(([partitionId, baseOffset, rowBytes, numbers, offsets, times]) =>
    matchesOf(
      { tableId, partitionId: Number(partitionId), baseOffset: Number(baseOffset), rowBytes: Number(rowBytes) },
      { numbers, offsets, times },
    ),
  );
}
