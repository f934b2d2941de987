import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import type { PartitionAppend } from '../append/partition-append.ts';
import { ByteArrayBuilder, elementType, encodeInt8Array } from '../record/array-encoding.ts';
import { encodeCalls } from './encode-calls.ts';
import type { ProducerRun } from './producer-runs.ts';
import type { OpenProducerTables } from './producer-tables.ts';

/**
 * As `lock` of a flush, then producers ($3), shared, with 0 for their table, and producers' topics ($4), exclusively: what a call is
 * judged by stays as it is until the commit.
 */
export const lockWithProducers: PreparedStatement = {
  name: 'lock_with_producers',
  text: `select id from unnest($1::integer[]) as id where pg_advisory_xact_lock_shared(millrace.topic_lock(), id) is null
union all
select id from unnest($2::integer[]) as id where pg_advisory_xact_lock(millrace.partition_lock(), id) is null
union all
select id from unnest($3::integer[]) as id where pg_advisory_xact_lock_shared(millrace.producer_lock(), id) is null
union all
select id from unnest($4::integer[]) as id where pg_advisory_xact_lock(millrace.producer_topic_lock(), id) is null`,
};

/** The same without waiting: a row says which lock was had. */
export const tryLockProducers: PreparedStatement = {
  name: 'try_lock_producers',
  text: `select id, pg_try_advisory_xact_lock_shared(millrace.producer_lock(), id) from unnest($1::integer[]) as id`,
};

export const tryLockProducerTopics: PreparedStatement = {
  name: 'try_lock_producer_topics',
  text: `select id, pg_try_advisory_xact_lock(millrace.producer_topic_lock(), id) from unnest($1::integer[]) as id`,
};

/** The number that the lock of a producer's topic goes by. Two that share one only wait for each other. */
export function producerTopicKey(producerId: number, topicId: number): number {
  return (Math.imul(producerId, 0x9e3779b1) ^ topicId) | 0;
}

const namePrefix = 'insert_calls_p';

/**
 * Judges and inserts the calls of producers to one topic, behind the inserts of their records and in the same transaction. Raises MR012 with
 * the numbers of the runs that are not in sequence, MR013 if the tables are others by now. The n-th run is the n-th element of
 * $1 number, $2 producer, $3 epoch, $4 first sequence, $5 last sequence, $6 calls, $7 and $8 the first and last of its batch rows in
 * $9 partition and $10 number of the row; the n-th row of the flush is $11 partition, $12 number of records from the row's first to the
 * partition's end. $13 topic. Rows are looked up once, however many runs they hold records of; and what speaks against a run is
 * worked out by the function that raises it: where nothing does, a statement of few nodes costs a third of one that says all.
 */
function insertCalls({ openId, sealedId }: OpenProducerTables, segmentId: number): PreparedStatement {
  return {
    name: `${namePrefix}${openId}_${sealedId ?? 0}_s${segmentId}`,
    // Long, and needed once a session.
    get text() {
      return insertText(openId, sealedId, segmentId);
    },
  };
}

function insertText(openId: number, sealedId: number | null, segmentId: number): string {
  const segment = `millrace_segments.s${segmentId}`;
  const last = [openId, ...(sealedId === null ? [] : [sealedId])].map(
    (id) => `(
    select c.last_sequence from millrace_segments.p${id} c
    where c.producer_id = r.producer_id and c.topic_id = $13::integer and c.epoch = r.epoch
    order by c.first_sequence desc limit 1)`,
  );
  return `with placed as materialized (
  -- One row after the other, so the elements are in their order.
  select array_agg(b.base_offset) as base_offsets, array_agg(b.append_time) as append_times
  from unnest($11::integer[], $12::integer[]) as w (partition_id, behind)
  cross join lateral (
    select t.base_offset, t.append_time from ${segment} t
    where t.partition_id = w.partition_id and t.base_offset = 1 - w.behind + (
      select e.last_offset from ${segment} e where e.partition_id = w.partition_id order by e.base_offset desc limit 1)
    limit 1
  ) b
)
insert into millrace_segments.p${openId} (
  producer_id, topic_id, epoch, first_sequence, last_sequence, appended_at, partition_ids, base_offsets, append_times, calls)
select r.producer_id, $13::integer, r.epoch, r.first_sequence, r.last_sequence, millrace.now(),
       ($9::integer[])[r.first_row:r.last_row],
       case when r.first_row = r.last_row then array[p.base_offsets[($10::integer[])[r.first_row]]]
            else array(select p.base_offsets[i] from unnest(($10::integer[])[r.first_row:r.last_row]) as i) end,
       case when r.first_row = r.last_row then array[p.append_times[($10::integer[])[r.first_row]]]
            else array(select p.append_times[i] from unnest(($10::integer[])[r.first_row:r.last_row]) as i) end,
       r.calls
from placed p
cross join unnest($1::integer[], $2::integer[], $3::integer[], $4::bigint[], $5::bigint[], $6::bytea[], $7::integer[], $8::integer[])
  as r (run, producer_id, epoch, first_sequence, last_sequence, calls, first_row, last_row)
where case
  when r.epoch = (select o.epoch from millrace.producers o where o.id = r.producer_id)
    and r.first_sequence = coalesce(${last.join(', ')}, -1) + 1
    and ${openId} = (select t.id from millrace.producer_tables t where t.sealed_at is null)
    and ${sealedId === null ? 'not ' : `${sealedId} = `}${sealedId === null ? 'exists ' : ''}(
      select ${sealedId === null ? '' : 't.id '}from millrace.producer_tables t where t.sealed_at is not null and t.carried_over_at is null)
  then true
  else millrace.refuse_calls(${openId}, ${sealedId}, $13::integer, $1::integer[], $2::integer[], $3::integer[], $4::bigint[], r.run)
end`;
}

/** Binds the insert of every topic's runs to a portal; nothing runs yet, so no lock is held while they travel. Gives the portals. */
export function bindProducerCalls(
  writer: PipelineWriter,
  tables: OpenProducerTables,
  runs: readonly ProducerRun[],
): readonly string[] {
  const portals: string[] = [];
  for (let start = 0; start < runs.length; ) {
    const { segmentId } = (runs[start] as ProducerRun).topic;
    let end = start;
    while (runs[end]?.topic.segmentId === segmentId) end += 1;
    const portal = `p${portals.length}`;
    bindRuns(writer, portal, insertCalls(tables, segmentId), runs, start, end);
    portals.push(portal);
    start = end;
  }
  return portals;
}

/** Whether a statement inserts calls of producers: it is to be forgotten when their tables or a segment change. */
export function insertsProducerCalls(statement: string): boolean {
  return statement.startsWith(namePrefix);
}

function bindRuns(
  writer: PipelineWriter,
  portal: string,
  statement: PreparedStatement,
  runs: readonly ProducerRun[],
  start: number,
  end: number,
): void {
  const selected = runs.slice(start, end);
  const calls = new ByteArrayBuilder();
  const firstRows: number[] = [];
  const lastRows: number[] = [];
  const partitions: number[] = [];
  const rows: number[] = [];
  /** The rows of the flush, and the first of each partition. */
  const flushPartitions: number[] = [];
  const behind: number[] = [];
  const firstOf = new Map<PartitionAppend, number>();
  for (const run of selected) {
    const encoded = encodeCalls(run.calls);
    calls.push(encoded.bytes);
    firstRows.push(rows.length + 1);
    for (const append of encoded.appends) {
      let first = firstOf.get(append);
      if (first === undefined) {
        first = behind.length + 1;
        firstOf.set(append, first);
        let left = append.count;
        for (const { count } of append.encoded) {
          flushPartitions.push(append.partition.id);
          behind.push(left);
          left -= count;
        }
      }
      for (let i = 0; i < append.encoded.length; i++) {
        partitions.push(append.partition.id);
        rows.push(first + i);
      }
    }
    lastRows.push(rows.length);
  }
  writer.bind(portal, statement, 13);
  writer.int4Array(selected.map((_, i) => start + i));
  writer.int4Array(selected.map((run) => run.producerId));
  writer.int4Array(selected.map((run) => run.epoch));
  writer.binary(encodeInt8Array(selected.map((run) => run.firstSequence)));
  writer.binary(encodeInt8Array(selected.map((run) => run.firstSequence + run.calls.length - 1)));
  writer.binary(calls.finish(elementType.bytea));
  writer.int4Array(firstRows);
  writer.int4Array(lastRows);
  writer.int4Array(partitions);
  writer.int4Array(rows);
  writer.int4Array(flushPartitions);
  writer.int4Array(behind);
  writer.int4((selected[0] as ProducerRun).topic.id);
}
