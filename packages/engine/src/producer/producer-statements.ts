import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import type { PartitionAppend } from '../append/partition-append.ts';
import { callsPrefix, insertRunsText, runsParameters, writeRuns } from './insert-calls.ts';
import type { ProducerRun } from './producer-runs.ts';
import type { OpenProducerTables } from './producer-tables.ts';

/**
 * The insert of calls by itself, behind the inserts of their records where those are several. Looks the rows up, once, however many
 * runs they hold records of: the n-th is $1 partition, $2 number of records from the row's first to the partition's end.
 */
function insertCalls(tables: OpenProducerTables, segmentId: number): PreparedStatement {
  return {
    name: `${callsPrefix(tables)}s${segmentId}`,
    // Long, and needed once a session.
    get text() {
      return insertText(tables, segmentId);
    },
  };
}

function insertText(tables: OpenProducerTables, segmentId: number): string {
  const segment = `millrace_segments.s${segmentId}`;
  return `with placed as materialized (
  -- One row after the other, so the elements are in their order.
  select array_agg(w.partition_id) as partition_ids, array_agg(b.base_offset) as base_offsets, array_agg(b.append_time) as append_times
  from unnest($1::integer[], $2::integer[]) as w (partition_id, behind)
  cross join lateral (
    select t.base_offset, t.append_time from ${segment} t
    where t.partition_id = w.partition_id and t.base_offset = 1 - w.behind + (
      select e.last_offset from ${segment} e where e.partition_id = w.partition_id order by e.base_offset desc limit 1)
    limit 1
  ) b
)
${insertRunsText(tables, 3)}`;
}

/** Binds the insert of a topic's runs to a portal. `placed`: what the flush appends to the topic's segment. */
export function bindProducerCalls(
  writer: PipelineWriter,
  portal: string,
  tables: OpenProducerTables,
  runs: readonly ProducerRun[],
  firstNumber: number,
  placed: readonly PartitionAppend[],
): void {
  const partitions: number[] = [];
  const behind: number[] = [];
  for (const append of placed) {
    let left = append.count;
    for (const { count } of append.encoded) {
      partitions.push(append.partition.id);
      behind.push(left);
      left -= count;
    }
  }
  const { segmentId } = (runs[0] as ProducerRun).topic;
  writer.bind(portal, insertCalls(tables, segmentId), 2 + runsParameters);
  writer.int4Array(partitions);
  writer.int4Array(behind);
  writeRuns(writer, runs, firstNumber, placed);
}
