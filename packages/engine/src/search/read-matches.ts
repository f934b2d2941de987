import type { PoolClient } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import type { Record } from '../record/record.ts';
import type { Match } from './match.ts';

/** Neighbours in a row are read together while no more than so many that nobody asked for lie between. */
const maxGap = 32;
/** Records that one statement reads, about. */
const maxRecords = 1_000;

/** Tables that one statement reads. */
const maxTables = 16;

/** Records `first` to `last` of a row. */
interface Run {
  readonly tableId: number;
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly first: number;
  last: number;
}

type Row = {
  table_id: number;
  partition_id: number;
  base_offset: string;
  number: number;
  key: Buffer | null;
  value: Buffer | null;
  names: string[] | null;
  vals: (Buffer | null)[] | null;
};

/** A slice of a column is read from disk once for its whole run. */
const readSql = (tableId: string) => `
select w.table_id, b.partition_id, b.base_offset, (w.first + r.n - 1)::integer as number, r.key, r.value,
       case when r.header_count > 0 then b.header_names[h.skipped + 1 : h.skipped + r.header_count] end as names,
       case when r.header_count > 0 then b.header_values[h.skipped + 1 : h.skipped + r.header_count] end as vals
from unnest($1::integer[], $2::integer[], $3::bigint[], $4::integer[], $5::integer[]) as w (table_id, partition_id, base_offset, first, last)
cross join lateral (
  select * from millrace_segments.s${tableId} b where b.partition_id = w.partition_id and b.base_offset = w.base_offset limit 1
) b
cross join lateral unnest(b."values"[w.first:w.last], b.keys[w.first:w.last], b.header_counts[w.first:w.last])
  with ordinality as r (value, key, header_count, n)
cross join lateral (
  select coalesce(sum(c.header_count), 0)::integer as skipped
  from unnest(b.header_counts[1 : w.first + r.n::integer - 2]) as c (header_count) where r.header_count > 0
) h
where w.table_id = ${tableId}`;

const nameOf = (tableId: number, partitionId: number, baseOffset: number | string, number: number) =>
  `${tableId} ${partitionId} ${baseOffset} ${number}`;

/** The records that were found, in the order given. */
export async function readMatches(
  client: PoolClient,
  topic: string,
  matches: readonly (Match & { readonly partition: number })[],
): Promise<Record[]> {
  const records: Record[] = [];
  for (let at = 0; at < matches.length; at += maxRecords) {
    records.push(...(await readSome(client, topic, matches.slice(at, at + maxRecords))));
  }
  return records;
}

async function readSome(
  client: PoolClient,
  topic: string,
  matches: readonly (Match & { readonly partition: number })[],
): Promise<Record[]> {
  const runs = runsOf(matches);
  const tables = [...new Set(runs.map(({ tableId }) => tableId))];
  const byName = new Map<string, Row>();
  for (let at = 0; at < tables.length; at += maxTables) {
    const some = tables.slice(at, at + maxTables);
    const wanted = runs.filter(({ tableId }) => some.includes(tableId));
    const sql = some.map((tableId) => readSql(integerLiteral(tableId))).join('\nunion all');
    const { rows } = await client.query<Row>(sql, [
      wanted.map((run) => run.tableId),
      wanted.map((run) => run.partitionId),
      wanted.map((run) => run.baseOffset),
      wanted.map((run) => run.first),
      wanted.map((run) => run.last),
    ]);
    for (const row of rows) byName.set(nameOf(row.table_id, row.partition_id, row.base_offset, row.number), row);
  }
  return matches.map(({ tableId, partition, partitionId, baseOffset, number, offset, timestamp }) => {
    const row = byName.get(nameOf(tableId, partitionId, baseOffset, number));
    return {
      topic,
      partition,
      offset,
      timestamp,
      key: row?.key ?? null,
      value: row?.value ?? null,
      headers: (row?.names ?? []).map((key, i) => ({ key, value: row?.vals?.[i] ?? null })),
    };
  });
}

function runsOf(matches: readonly Match[]): Run[] {
  const sorted = [...matches].sort(
    (a, b) =>
      a.tableId - b.tableId || a.partitionId - b.partitionId || a.baseOffset - b.baseOffset || a.number - b.number,
  );
  const runs: Run[] = [];
  for (const { tableId, partitionId, baseOffset, number } of sorted) {
    const run = runs.at(-1);
    const same = run && run.tableId === tableId && run.partitionId === partitionId && run.baseOffset === baseOffset;
    if (same && number - run.last <= maxGap) run.last = number;
    else runs.push({ tableId, partitionId, baseOffset, first: number, last: number });
  }
  return runs;
}
