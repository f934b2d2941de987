import type { PoolClient } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { type Match, matchesOf } from './match.ts';
import { asksForKeyOnly, type RecordFilter } from './record-filter.ts';
import type { Direction } from './search-segment.ts';

/** A batch row that may hold what is looked for. */
export interface SearchRow {
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly recordCount: number;
  readonly byteSize: number;
  /** Of its first record, ms since 1970. */
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** What was found in it, where that is known with the row. */
  readonly matches?: readonly Match[] | undefined;
}

/** What of a partition is still to be searched in a segment: offsets from `from` to `to - 1`. */
export interface SearchRange {
  readonly partitionId: number;
  readonly from: number;
  readonly to: number;
}

export interface ListRowsInput {
  readonly tableId: number;
  readonly hasKeyIndex: boolean;
  readonly direction: Direction;
  readonly ranges: readonly SearchRange[];
  readonly filter: RecordFilter;
  /** Rows of each partition at most. */
  readonly maxRows: number;
}

type Row = { [column: string]: string } & {
  partition_id: number;
  record_count: number;
  byte_size: number;
  numbers?: number[] | null;
  offsets?: string[];
  times?: string[];
};

const columns =
  'b.partition_id, b.base_offset, b.last_offset, b.record_count, b.byte_size, b.base_timestamp, b.max_timestamp';

/** Leaves out by its bounds what cannot hold a record of the time wanted. $4: fromTime, $5: toTime. */
const inTime = `
    and ($4::bigint is null or b.max_timestamp >= $4)
    and ($5::bigint is null or b.timestamp_deltas is not null or b.base_timestamp < $5)`;

/** Along the primary key: $1: partition ids, $2: from, $3: to. */
const scanSql = (table: string, order: string, maxRows: string) => `
select ${columns}
from unnest($1::integer[], $2::bigint[], $3::bigint[]) as w (partition_id, from_offset, to_offset)
cross join lateral (
  select ${columns} from ${table} b
  where b.partition_id = w.partition_id and b.base_offset < w.to_offset and b.last_offset >= w.from_offset
    and b.base_offset >= coalesce(
      (select f.base_offset from ${table} f where f.partition_id = w.partition_id and f.base_offset <= w.from_offset
       order by f.base_offset desc limit 1), w.from_offset)${inTime}
  order by b.base_offset ${order} limit ${maxRows}
) b`;

/**
 * Through the key index, $6: the key. What else there is to a row is looked at afterwards: with the partition beside it, Postgres goes by
 * the primary key of a small table and hashes the keys of each of its rows.
 */
const lookupSql = (table: string, order: string, maxRows: string) => `
with b as materialized (
  select ${columns}, b.timestamp_deltas from ${table} b
  where millrace.key_hashes(b.keys) @> array[millrace.key_hash($6::bytea)]
)
select ${columns}
from unnest($1::integer[], $2::bigint[], $3::bigint[]) as w (partition_id, from_offset, to_offset)
cross join lateral (
  select ${columns} from b
  where b.partition_id = w.partition_id and b.base_offset < w.to_offset and b.last_offset >= w.from_offset${inTime}
  order by b.base_offset ${order} limit ${maxRows}
) b`;

/** The same with what is found: for a key and nothing else. */
const lookupKeySql = (table: string, order: string, maxRows: string) => `
select b.*, f.numbers, f.offsets, f.times
from (${lookupSql(table, order, maxRows)}) b
cross join lateral (
  select array_agg(k.n order by k.n) as numbers, array_agg(r.base_offset + coalesce(r.offset_deltas[k.n], k.n - 1) order by k.n) as offsets,
         array_agg(r.base_timestamp + coalesce(r.timestamp_deltas[k.n], 0) order by k.n) as times
  from (select * from ${table} r where r.partition_id = b.partition_id and r.base_offset = b.base_offset limit 1) r
  cross join lateral unnest(array_positions(r.keys, $6::bytea)) as k (n)
) f`;

/** The next rows of each range, those without a record of that key or time left out as far as index and bounds tell. */
export async function listRows(client: PoolClient, input: ListRowsInput): Promise<SearchRow[]> {
  const { tableId, hasKeyIndex, direction, ranges, filter } = input;
  const byKey = hasKeyIndex && filter.key !== undefined;
  const statement = byKey ? (asksForKeyOnly(filter) ? lookupKeySql : lookupSql) : scanSql;
  const sql = statement(
    `millrace_segments.s${integerLiteral(tableId)}`,
    direction === 'forward' ? 'asc' : 'desc',
    integerLiteral(input.maxRows),
  );
  const { rows } = await client.query<Row>(sql, [
    ranges.map(({ partitionId }) => partitionId),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
    filter.fromTime ?? null,
    filter.toTime ?? null,
    ...(byKey ? [filter.key] : []),
  ]);
  const found = statement === lookupKeySql;
  return rows.map((row) => ({
    ...(found ? { matches: matchesOf(row, tableId) } : {}),
    partitionId: row.partition_id,
    baseOffset: Number(row.base_offset),
    lastOffset: Number(row.last_offset),
    recordCount: row.record_count,
    byteSize: row.byte_size,
    baseTimestamp: Number(row.base_timestamp),
    maxTimestamp: Number(row.max_timestamp),
  }));
}
