import { integerLiteral } from '../fetch/copy-rows.ts';
import { encodeInt8Array } from '../record/array-encoding.ts';
import type { Record, RecordHeader } from '../record/record.ts';
import { recordByteSize } from '../record/record-size.ts';
import type { Match } from './match.ts';
import type { PlannedStatement, SearchSession } from './search-session.ts';

/** Neighbours in a row are read together while no more than so many that nobody asked for lie between. */
const maxGap = 32;
/** Records that are read at a time, about. */
const maxRecords = 1_000;
/** Of the rows that are read at a time. */
const maxStepBytes = 8 * 1024 * 1024;
/** Tables that are read in one round trip. */
const maxTables = 16;

/** Records `first` to `last` of a row. */
interface Run {
  readonly tableId: number;
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly first: number;
  last: number;
}

/** A slice of a column is read from disk once for its whole run. $1: partition ids, $2: base offsets, $3: first, $4: last. */
const readSql = (table: string) => `
select b.partition_id, b.base_offset, w.first + r.n - 1 as number, encode(r.key, 'hex') as key, encode(r.value, 'hex') as value,
       case when r.header_count > 0 then (
         select json_agg(json_build_array(x.name, encode(x.value, 'hex')) order by x.n)
         from unnest(b.header_names[h.skipped + 1 : h.skipped + r.header_count], b.header_values[h.skipped + 1 : h.skipped + r.header_count])
           with ordinality as x (name, value, n)
       ) end as headers
from unnest($1::integer[], $2::bigint[], $3::integer[], $4::integer[]) as w (partition_id, base_offset, first, last)
cross join lateral (
  select * from ${table} b where b.partition_id = w.partition_id and b.base_offset = w.base_offset limit 1
) b
cross join lateral unnest(b."values"[w.first:w.last], b.keys[w.first:w.last], b.header_counts[w.first:w.last])
  with ordinality as r (value, key, header_count, n)
cross join lateral (
  select coalesce(sum(c.header_count), 0)::integer as skipped
  from unnest(b.header_counts[1 : w.first + r.n::integer - 2]) as c (header_count) where r.header_count > 0
) h`;

type Content = Pick<Record, 'key' | 'value' | 'headers'>;

const nameOf = (tableId: number, partitionId: number | string, baseOffset: number | string, number: number | string) =>
  `${tableId} ${partitionId} ${baseOffset} ${number}`;

type FoundMatch = Match & { readonly partition: number };

/** The records that were found, in the order given, until they would hold more than `maxBytes`; one at least. */
export async function readMatches(
  session: SearchSession,
  topic: string,
  matches: readonly FoundMatch[],
  maxBytes: number,
): Promise<Record[]> {
  const records: Record[] = [];
  let bytes = 0;
  while (records.length < matches.length) {
    const step = nextStep(matches, records.length, Math.min(maxBytes, maxStepBytes));
    for (const record of await readSome(session, topic, step)) {
      bytes += recordByteSize(record);
      if (bytes > maxBytes && records.length > 0) return records;
      records.push(record);
    }
  }
  return records;
}

/** Those to be read together: the rows they are in hold no more than that, or are one. */
function nextStep(matches: readonly FoundMatch[], from: number, maxBytes: number): FoundMatch[] {
  const rows = new Set<string>();
  const step: FoundMatch[] = [];
  let bytes = 0;
  for (const match of matches.slice(from, from + maxRecords)) {
    const row = `${match.tableId} ${match.partitionId} ${match.baseOffset}`;
    if (!rows.has(row)) {
      if (step.length > 0 && bytes + match.rowBytes > maxBytes) break;
      rows.add(row);
      bytes += match.rowBytes;
    }
    step.push(match);
  }
  return step;
}

async function readSome(session: SearchSession, topic: string, matches: readonly FoundMatch[]): Promise<Record[]> {
  const runs = runsOf(matches);
  const tables = [...new Set(runs.map(({ tableId }) => tableId))];
  const contents = new Map<string, Content>();
  for (let at = 0; at < tables.length; at += maxTables) {
    const some = tables.slice(at, at + maxTables);
    const results = await session.run(
      some.map((tableId) => {
        const wanted = runs.filter((run) => run.tableId === tableId);
        return readStatement(tableId, wanted);
      }),
    );
    for (const [i, tableId] of some.entries()) {
      for (const [partitionId, baseOffset, number, ...content] of results[i] ?? []) {
        contents.set(
          nameOf(tableId, partitionId as string, baseOffset as string, number as string),
          contentOf(content),
        );
      }
    }
  }
  return matches.map(({ tableId, partition, partitionId, baseOffset, number, offset, timestamp }) => {
    const content = contents.get(nameOf(tableId, partitionId, baseOffset, number));
    return { topic, partition, offset, timestamp, ...(content ?? { key: null, value: null, headers: [] }) };
  });
}

function readStatement(tableId: number, runs: readonly Run[]): PlannedStatement {
  const id = integerLiteral(tableId);
  return {
    name: `search_read_s${id}`,
    text: readSql(`millrace_segments.s${id}`),
    parameterCount: 4,
    write(writer) {
      writer.int4Array(runs.map(({ partitionId }) => partitionId));
      writer.binary(encodeInt8Array(runs.map(({ baseOffset }) => baseOffset)));
      writer.int4Array(runs.map(({ first }) => first));
      writer.int4Array(runs.map(({ last }) => last));
    },
  };
}

function contentOf([key, value, headers]: readonly (string | null | undefined)[]): Content {
  const bytes = (hex: string | null | undefined) => (hex == null ? null : Buffer.from(hex, 'hex'));
  const pairs = JSON.parse(headers ?? '[]') as [string, string | null][];
  return {
    key: bytes(key),
    value: bytes(value),
    headers: pairs.map(([name, hex]): RecordHeader => ({ key: name, value: bytes(hex) })),
  };
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
