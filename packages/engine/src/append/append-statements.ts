import { MillraceError } from '@millrace/core';
import type { PipelineWriter, PreparedStatement, StatementResult } from '@millrace/database';
import {
  callsPrefix,
  insertRunsText,
  insertRunText,
  runParameters,
  runsParameters,
  writeRun,
  writeRuns,
} from '../producer/insert-calls.ts';
import type { ProducerRun } from '../producer/producer-runs.ts';
import { bindProducerCalls } from '../producer/producer-statements.ts';
import type { OpenProducerTables } from '../producer/producer-tables.ts';
import type { EncodedBatch } from '../record/batch-builder.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { PartitionAppend } from './partition-append.ts';

export const begin: PreparedStatement = { name: 'begin', text: 'begin isolation level read committed' };
export const commit: PreparedStatement = { name: 'commit', text: 'commit' };

/**
 * Rows of one insert. A flush mostly has a row for each partition that it touches, and a statement costs Postgres more than a
 * small row does. Each session keeps a plan of each size for each segment, so there are few sizes; what is left over is null.
 */
const insertSizes = [1, 8] as const;
const maxInsertRows = 8;

const rowTypes = [
  ...['integer', 'bigint', 'bigint', 'integer', 'integer', 'bigint', 'bigint', 'bigint', 'integer'],
  ...['bigint[]', 'bytea[]', 'bytea[]', 'integer[]', 'text[]', 'bytea[]'],
];

/** What the rows of one insert have in common. */
export type InsertTarget = Pick<TopicState, 'segmentId' | 'logEpoch'>;

function insertName({ segmentId, logEpoch }: InsertTarget, size: number): string {
  return `insert_s${segmentId}_e${logEpoch}_${size}`;
}

/** Names of the statements that insert into a segment in an epoch. */
export function insertNames(target: InsertTarget): string[] {
  return insertSizes.map((size) => insertName(target, size));
}

/** Calls of producers that go with the rows of their records. */
interface InsertedCalls {
  readonly tables: OpenProducerTables;
  /** Whether all of them are one run. */
  readonly alone: boolean;
}

/**
 * Inserts batch rows at the ends of their partitions, which are read from the batches' own key: nothing is ever updated. Raises
 * MR001 unless the segment is still open and the log's epoch is the one, MR041 while that has to be raised. Run under the locks,
 * in a statement behind them. Parameters of a row: the partition's id (null: no row), its first offset in this segment, the
 * offset of a row that is likely to be among its last (null: not known), the number of its records that earlier rows of this
 * statement hold, then the row's own. Gives back a row for each, in their order. `calls`: judges and inserts the producers' calls
 * with them, whose parameters follow: a statement of its own would have to look the rows up (docs/decisions/0023).
 */
function insertBatches(target: InsertTarget, size: number, calls?: InsertedCalls): PreparedStatement {
  return {
    name: `${calls ? `${callsPrefix(calls.tables)}${calls.alone ? 'run' : 'runs'}_` : ''}${insertName(target, size)}`,
    // Long, and needed once a session.
    get text() {
      return insertText(target, size, calls);
    },
  };
}

function insertText({ segmentId, logEpoch }: InsertTarget, size: number, calls?: InsertedCalls): string {
  const table = `millrace_segments.s${segmentId}`;
  const rows = Array.from({ length: size }, (_, row) => {
    const parameters = rowTypes.map((type, column) => `$${row * rowTypes.length + column + 1}::${type}`);
    return `(${parameters.join(', ')})`;
  });
  const opened = `opened as materialized (
  select millrace.assert_segments_open(array[${segmentId}], ${logEpoch}), millrace.now() as append_time
)`;
  const insert = `insert into ${table} (
  base_offset, last_offset, append_time, base_timestamp, max_timestamp, crc, partition_id, record_count, log_epoch,
  byte_size, format, offset_deltas, timestamp_deltas, keys, "values", header_counts, header_names, header_values)
select p.base_offset, p.base_offset + r.record_count - 1, o.append_time, coalesce(r.base_timestamp, o.append_time),
       coalesce(r.max_timestamp, o.append_time), r.crc, r.partition_id, r.record_count, ${logEpoch}, r.byte_size, 1, null,
       r.timestamp_deltas, r.keys, r."values", r.header_counts, r.header_names, r.header_values
from opened o
cross join (values
  ${rows.join(',\n  ')}
) as r (partition_id, first_offset, near_end, skipped, record_count, base_timestamp, max_timestamp, crc, byte_size,
        timestamp_deltas, keys, "values", header_counts, header_names, header_values)
cross join lateral (
  select r.skipped + coalesce(
    -- Postgres looks at all that an index page holds of a partition before it gives the newest entry: from a row near the end on there are few.
    (select b.last_offset + 1 from ${table} b where b.partition_id = r.partition_id and b.base_offset >= r.near_end
     order by b.base_offset desc limit 1),
    (select b.last_offset + 1 from ${table} b where b.partition_id = r.partition_id order by b.base_offset desc limit 1),
    r.first_offset) as base_offset
  offset 0
) p
where r.partition_id is not null`;
  if (!calls) return `with ${opened}\n${insert}\nreturning base_offset, append_time`;
  const at = size * rowTypes.length + 1;
  // What is inserted is read in the order in which it was.
  const placed = `placed as materialized (
  select array_agg(partition_id) as partition_ids, array_agg(base_offset) as base_offsets, array_agg(append_time) as append_times
  from inserted
),
`;
  return `with ${opened},
inserted as (
${insert}
returning partition_id, base_offset, append_time
),
${calls.alone ? '' : placed}called as (
${calls.alone ? insertRunText(calls.tables, at) : insertRunsText(calls.tables, at)}
)
select base_offset, append_time from inserted`;
}

/** A row of a flush: one batch of one partition. */
interface FlushRow {
  readonly append: PartitionAppend;
  readonly batch: EncodedBatch;
}

/** What `bindInserts` bound: the rows come back in the order of `rows`, from the first `inserts` of the portals. */
export interface BoundInserts {
  readonly portals: readonly string[];
  readonly inserts: number;
  readonly rows: readonly FlushRow[];
}

/** Calls with a producer of a flush. */
export interface CallsToInsert {
  readonly tables: OpenProducerTables;
  /** By topic. */
  readonly runs: readonly ProducerRun[];
}

/**
 * Binds the rows of `appends` to portals, then what is left of the calls with a producer. Nothing runs yet: no lock is held
 * meanwhile. A topic's calls go with its rows where those are one insert, else behind them.
 */
export function bindInserts(
  writer: PipelineWriter,
  appends: readonly PartitionAppend[],
  calls?: CallsToInsert,
): BoundInserts {
  const bySegment = new Map<number, PartitionAppend[]>();
  for (const append of appends) {
    const { segmentId } = append.topic;
    const ofSegment = bySegment.get(segmentId);
    if (ofSegment) ofSegment.push(append);
    else bySegment.set(segmentId, [append]);
  }
  const portals: string[] = [];
  const flushRows: FlushRow[] = [];
  const behind: TopicCalls[] = [];
  for (const ofSegment of bySegment.values()) {
    const rows = ofSegment.flatMap((append) => append.encoded.map((batch) => ({ append, batch })));
    flushRows.push(...rows);
    const ofTopic = calls && runsOf(calls, ofSegment);
    const together = rows.length <= maxInsertRows;
    if (ofTopic && !together) behind.push(ofTopic);
    for (let start = 0; start < rows.length; start += maxInsertRows) {
      const portal = `r${portals.length}`;
      bindInsert(writer, portal, rows.slice(start, start + maxInsertRows), together ? ofTopic : undefined);
      portals.push(portal);
    }
  }
  const inserts = portals.length;
  for (const { tables, runs, firstNumber, placed } of behind) {
    const portal = `p${portals.length}`;
    bindProducerCalls(writer, portal, tables, runs, firstNumber, placed);
    portals.push(portal);
  }
  return { portals, inserts, rows: flushRows };
}

/** The runs of one topic. */
interface TopicCalls extends CallsToInsert {
  /** Of the first run, among those of all topics. */
  readonly firstNumber: number;
  readonly placed: readonly PartitionAppend[];
}

function runsOf({ tables, runs }: CallsToInsert, placed: readonly PartitionAppend[]): TopicCalls | undefined {
  const topicId = placed[0]?.topic.id;
  const firstNumber = runs.findIndex((run) => run.topic.id === topicId);
  if (firstNumber < 0) return undefined;
  return { tables, runs: runs.filter((run) => run.topic.id === topicId), firstNumber, placed };
}

function bindInsert(writer: PipelineWriter, portal: string, rows: readonly FlushRow[], calls?: TopicCalls): void {
  const { topic } = (rows[0] as FlushRow).append;
  const size = insertSizes.find((candidate) => candidate >= rows.length) as number;
  const alone = calls?.runs.length === 1;
  const more = calls ? (alone ? runParameters : runsParameters) : 0;
  const statement = insertBatches(topic, size, calls && { tables: calls.tables, alone });
  writer.bind(portal, statement, size * rowTypes.length + more);
  let before: FlushRow | undefined;
  let skipped = 0;
  for (const row of rows) {
    // A statement does not see its own rows, only those of the statements before it.
    skipped = before?.append === row.append ? skipped + before.batch.count : 0;
    writeRow(writer, row, skipped);
    before = row;
  }
  for (let missing = (size - rows.length) * rowTypes.length; missing > 0; missing--) writer.null();
  if (!calls) return;
  const { runs, firstNumber, placed } = calls;
  if (alone) writeRun(writer, runs[0] as ProducerRun, firstNumber, placed);
  else writeRuns(writer, runs, firstNumber, placed);
}

function writeRow(writer: PipelineWriter, { append, batch }: FlushRow, skipped: number): void {
  writer.int4(append.partition.id);
  writer.int8(append.partition.segmentFirstOffset);
  writeInt8(writer, append.partition.newestRow.baseOffset);
  writer.int4(skipped);
  writer.int4(batch.count);
  writeInt8(writer, batch.baseTimestamp);
  writeInt8(writer, batch.maxTimestamp);
  writer.int8(batch.crc);
  writer.int4(batch.byteSize);
  for (const column of [
    batch.encodedTimestampDeltas,
    batch.keys,
    batch.values,
    batch.headerCounts,
    batch.headerNames,
    batch.headerValues,
  ]) {
    if (column) writer.binary(column);
    else writer.null();
  }
}

function writeInt8(writer: PipelineWriter, value: number | null): void {
  if (value === null) writer.null();
  else writer.int8(value);
}

/** Reads where rows went from the results of their inserts. */
export function placeRows(rows: readonly FlushRow[], results: readonly StatementResult[]): void {
  const inserted = results.flatMap((result) => result.rows);
  if (inserted.length !== rows.length)
    throw new MillraceError('INTERNAL', `${inserted.length} of ${rows.length} rows came back from an append.`);
  rows.forEach(({ append }, i) => {
    const [baseOffset, appendTime] = inserted[i] as readonly (string | null)[];
    if (append.appendTimes.length === 0) append.baseOffset = Number(baseOffset);
    append.appendTimes.push(Number(appendTime));
    append.partition.newestRow.baseOffset = Number(baseOffset);
  });
}
