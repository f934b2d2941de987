import type { PipelineWriter, PreparedStatement } from '@millrace/database';
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
 * $1 number, $2 producer, $3 epoch, $4 first sequence, $5 last sequence, $6 calls; the n-th batch row of $7 number of its run, $8 partition,
 * $9 number of records from the row's first to the partition's end. $10 topic.
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
      where c.producer_id = r.producer_id and c.topic_id = $10::integer and c.epoch = r.epoch
      order by c.first_sequence desc limit 1)`,
  );
  return `with opened as materialized (
  select millrace.assert_producer_tables(${openId}, ${sealedId}), millrace.now() as appended_at
),
judged as materialized (
  select r.*, o.appended_at, coalesce(
    (select p.epoch from millrace.producers p where p.id = r.producer_id) = r.epoch
    and r.first_sequence = coalesce(${last.join(', ')}, -1) + 1, false) as accepted
  from opened o
  cross join unnest($1::integer[], $2::integer[], $3::integer[], $4::bigint[], $5::bigint[], $6::bytea[])
    as r (run, producer_id, epoch, first_sequence, last_sequence, calls)
),
asserted as materialized (
  select millrace.assert_in_sequence((select array_agg(j.run) from judged j where not j.accepted))
),
placed as materialized (
  select w.run, array_agg(w.partition_id order by w.n) as partition_ids, array_agg(b.base_offset order by w.n) as base_offsets,
         array_agg(b.append_time order by w.n) as append_times
  from unnest($7::integer[], $8::integer[], $9::integer[]) with ordinality as w (run, partition_id, behind, n)
  cross join lateral (
    select e.last_offset + 1 as end_offset from ${segment} e
    where e.partition_id = w.partition_id order by e.base_offset desc limit 1 offset 0
  ) e
  cross join lateral (
    select t.base_offset, t.append_time from ${segment} t
    where t.partition_id = w.partition_id and t.base_offset = e.end_offset - w.behind limit 1
  ) b
  group by w.run
)
insert into millrace_segments.p${openId} (
  producer_id, topic_id, epoch, first_sequence, last_sequence, appended_at, partition_ids, base_offsets, append_times, calls)
select j.producer_id, $10::integer, j.epoch, j.first_sequence, j.last_sequence, j.appended_at,
       p.partition_ids, p.base_offsets, p.append_times, j.calls
from asserted
cross join judged j
join placed p on p.run = j.run
order by j.producer_id, j.epoch, j.first_sequence`;
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
  const rowRuns: number[] = [];
  const rowPartitions: number[] = [];
  const rowsBehind: number[] = [];
  selected.forEach((run, i) => {
    const encoded = encodeCalls(run.calls);
    calls.push(encoded.bytes);
    for (const append of encoded.appends) {
      let behind = append.count;
      for (const { count } of append.encoded) {
        rowRuns.push(start + i);
        rowPartitions.push(append.partition.id);
        rowsBehind.push(behind);
        behind -= count;
      }
    }
  });
  writer.bind(portal, statement, 10);
  writer.int4Array(selected.map((_, i) => start + i));
  writer.int4Array(selected.map((run) => run.producerId));
  writer.int4Array(selected.map((run) => run.epoch));
  writer.binary(encodeInt8Array(selected.map((run) => run.firstSequence)));
  writer.binary(encodeInt8Array(selected.map((run) => run.firstSequence + run.calls.length - 1)));
  writer.binary(calls.finish(elementType.bytea));
  writer.int4Array(rowRuns);
  writer.int4Array(rowPartitions);
  writer.int4Array(rowsBehind);
  writer.int4((selected[0] as ProducerRun).topic.id);
}
