import type { PipelineWriter } from '@millrace/database';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { encodeInt8Array } from '../record/array-encoding.ts';
import { type Match, matchesOf } from './match.ts';
import { asksForKeyOnly, type RecordFilter } from './record-filter.ts';
import type { Direction } from './search-segment.ts';
import { type PlannedStatement, type SearchSession, writeBytes } from './search-session.ts';

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

/** A table and what is to be searched of it. */
interface ListedTable {
  readonly tableId: number;
  readonly hasKeyIndex: boolean;
  readonly ranges: readonly SearchRange[];
}

export interface ListRowsInput {
  readonly tables: readonly ListedTable[];
  readonly direction: Direction;
  readonly filter: RecordFilter;
  /** Rows of each partition of a table at most. */
  readonly maxRows: number;
}

const columns =
  'b.partition_id, b.base_offset, b.last_offset, b.record_count, b.byte_size, b.base_timestamp, b.max_timestamp';

/** Leaves out by its bounds what cannot hold a record of the time wanted. $5: fromTime, $6: toTime. */
const inTime = `
    and ($5::bigint is null or b.max_timestamp >= $5)
    and ($6::bigint is null or b.timestamp_deltas is not null or b.base_timestamp < $6)`;

/** Along the primary key: $1: partition ids, $2: from, $3: to, $4: rows of each at most. */
const scanSql = (table: string, order: string) => `
select ${columns}
from unnest($1::integer[], $2::bigint[], $3::bigint[]) as w (partition_id, from_offset, to_offset)
cross join lateral (
  select ${columns} from ${table} b
  where b.partition_id = w.partition_id and b.base_offset < w.to_offset and b.last_offset >= w.from_offset
    and b.base_offset >= coalesce(
      (select f.base_offset from ${table} f where f.partition_id = w.partition_id and f.base_offset <= w.from_offset
       order by f.base_offset desc limit 1), w.from_offset)${inTime}
  order by b.base_offset ${order} limit $4::integer
) b`;

/**
 * Through the key index, with the places of the key in each row; $7: the key. What else there is to a row is looked at behind the index:
 * with the partition beside it, Postgres goes by the primary key of a small table and hashes the keys of each of its rows.
 */
const lookupSql = (table: string, order: string) => `
with b as materialized (
  select ${columns}, b.timestamp_deltas from ${table} b
  where millrace.key_hashes(b.keys) @> array[millrace.key_hash($7::bytea)]
), listed as (
  select ${columns}
  from unnest($1::integer[], $2::bigint[], $3::bigint[]) as w (partition_id, from_offset, to_offset)
  cross join lateral (
    select ${columns} from b
    where b.partition_id = w.partition_id and b.base_offset < w.to_offset and b.last_offset >= w.from_offset${inTime}
    order by b.base_offset ${order} limit $4::integer
  ) b
)
select ${columns}, f.numbers, f.offsets, f.times
from listed b
cross join lateral (
  select array_agg(k.n order by k.n) as numbers, array_agg(r.base_offset + coalesce(r.offset_deltas[k.n], k.n - 1) order by k.n) as offsets,
         array_agg(r.base_timestamp + coalesce(r.timestamp_deltas[k.n], 0) order by k.n) as times
  from (select * from ${table} r where r.partition_id = b.partition_id and r.base_offset = b.base_offset limit 1) r
  cross join lateral unnest(array_positions(r.keys, $7::bytea)) as k (n)
) f`;

/**
 * The next rows of each range, a list for each table, those without a record of that key or time left out as far as index and bounds
 * tell. One round trip; the index is one look, so that many tables are asked at a time.
 */
export async function listRows(session: SearchSession, input: ListRowsInput): Promise<SearchRow[][]> {
  const { tables, filter } = input;
  const results = await session.run(tables.map((table) => statementOf(table, input)));
  const keyOnly = asksForKeyOnly(filter);
  return results.map((rows, i) => {
    const { tableId, hasKeyIndex } = tables[i] as ListedTable;
    const hasMatches = hasKeyIndex && keyOnly;
    return rows.map((row) => searchRowOf(row, hasMatches ? tableId : undefined));
  });
}

function statementOf(
  { tableId, hasKeyIndex, ranges }: ListedTable,
  { direction, filter, maxRows }: ListRowsInput,
): PlannedStatement {
  const { key } = filter;
  const byKey = hasKeyIndex && key !== undefined;
  const table = `millrace_segments.s${integerLiteral(tableId)}`;
  const order = direction === 'forward' ? 'asc' : 'desc';
  const time = (writer: PipelineWriter, ms: number | undefined) => (ms === undefined ? writer.null() : writer.int8(ms));
  return {
    name: `search_${byKey ? 'lookup' : 'scan'}_s${tableId}_${order}`,
    text: byKey ? lookupSql(table, order) : scanSql(table, order),
    parameterCount: byKey ? 7 : 6,
    write(writer) {
      writer.int4Array(ranges.map(({ partitionId }) => partitionId));
      writer.binary(encodeInt8Array(ranges.map(({ from }) => from)));
      writer.binary(encodeInt8Array(ranges.map(({ to }) => to)));
      writer.int4(maxRows);
      time(writer, filter.fromTime);
      time(writer, filter.toTime);
      if (byKey) writeBytes(writer, key);
    },
  };
}

/** `foundIn`: the table, if the row comes with what was found in it. */
function searchRowOf(row: readonly (string | null)[], foundIn: number | undefined): SearchRow {
  const [partitionId, baseOffset, lastOffset, recordCount, byteSize, baseTimestamp, maxTimestamp] = row.map(Number) as [
    ...[number, number, number, number, number, number, number],
  ];
  const [numbers, offsets, times] = row.slice(7);
  return {
    ...{ partitionId, baseOffset, lastOffset, recordCount, byteSize, baseTimestamp, maxTimestamp },
    ...(foundIn !== undefined && {
      matches: matchesOf(
        { tableId: foundIn, partitionId, baseOffset, rowBytes: byteSize },
        { numbers, offsets, times },
      ),
    }),
  };
}
