import type { PipelineWriter } from '@millrace/database';
import type { PartitionAppend } from '../append/partition-append.ts';
import { ByteArrayBuilder, elementType, encodeInt8Array } from '../record/array-encoding.ts';
import type { ProducerRun } from './producer-runs.ts';
import type { OpenProducerTables } from './producer-tables.ts';

const namePrefix = 'insert_calls_p';
/** The row before a run began at most so many sequences, or twice as many as the run has, before it; else it is looked for among all. */
const sequencesBefore = 16;

/** What the name of a statement begins with that inserts calls. */
export function callsPrefix({ openId, sealedId }: OpenProducerTables): string {
  return `${namePrefix}${openId}_${sealedId ?? 0}_`;
}

/** Whether a statement inserts calls of producers: it is to be forgotten when their tables or a segment change. */
export function insertsProducerCalls(statement: string): boolean {
  return statement.startsWith(namePrefix);
}

/** What is judged: columns of the runs, or parameters. */
interface Judged {
  readonly producer: string;
  readonly epoch: string;
  readonly first: string;
  readonly last: string;
  readonly topic: string;
  /** Arguments of `refuse_calls` that name the runs. */
  readonly refused: string;
}

/**
 * Whether a run may be inserted: the producer has its epoch, the row before it ends one sequence earlier, and the tables are those that
 * count. Raises MR012 with the numbers of the runs that are not in sequence, MR013 if the tables are others by now. What speaks against a
 * run is worked out by the function that raises it: where nothing does, a statement of few nodes costs a third of one that says all.
 */
function judgement({ openId, sealedId }: OpenProducerTables, judged: Judged): string {
  const { producer, epoch, first, last, topic, refused } = judged;
  const newest = (id: number, where: string) => `(
      select c.last_sequence from millrace_segments.p${id} c
      where c.producer_id = ${producer} and c.topic_id = ${topic} and c.epoch = ${epoch}${where}
      order by c.first_sequence desc limit 1)`;
  // Postgres looks at all that an index page holds of a producer before it gives the newest entry.
  const close = ` and c.first_sequence >= ${first} - greatest(${sequencesBefore}, 2 * (${last} - ${first} + 1))`;
  const rows = [newest(openId, close), newest(openId, ''), ...(sealedId === null ? [] : [newest(sealedId, '')])];
  const ids = sealedId === null ? [openId] : [openId, sealedId];
  return `case
  when ${epoch} = (select o.epoch from millrace.producers o where o.id = ${producer})
    and ${first} = coalesce(${rows.join(', ')}, -1) + 1
    and (select count(*) = ${ids.length} and bool_and(t.id in (${ids.join(', ')})) from millrace.producer_tables t where t.carried_over_at is null)
  then true
  else millrace.refuse_calls(${openId}, ${sealedId}, ${topic}, ${refused})
end`;
}

function insertInto(openId: number): string {
  return `insert into millrace_segments.p${openId} (
  producer_id, topic_id, epoch, first_sequence, last_sequence, appended_at, partition_ids, base_offsets, append_times, calls)`;
}

/** Number of the parameters of `insertRunText`, which `writeRun` writes. */
export const runParameters = 8;

/**
 * Judges and inserts a run of calls in the transaction of their records. Stands behind a "with inserted", whose rows are the batch rows of
 * the topic, in order: their base_offset and append_time. Its parameters, from $`at` on: number of the run, producer, epoch, first and last
 * sequence, calls, topic, and the partitions of those rows.
 */
export function insertRunText(tables: OpenProducerTables, at: number): string {
  const integer = (n: number) => `$${at + n}::integer`;
  const [run, producer, epoch, topic] = [integer(0), integer(1), integer(2), integer(6)];
  const [first, last] = [`$${at + 3}::bigint`, `$${at + 4}::bigint`];
  const refused = `array[${run}], array[${producer}], array[${epoch}], array[${first}], ${run}`;
  return `${insertInto(tables.openId)}
select ${producer}, ${topic}, ${epoch}, ${first}, ${last}, millrace.now(), $${at + 7}::integer[],
       array(select base_offset from inserted), array(select append_time from inserted), $${at + 5}::bytea
where ${judgement(tables, { producer, epoch, first, last, topic, refused })}`;
}

/** Number of the parameters of `insertRunsText`, which `writeRuns` writes. */
export const runsParameters = 10;

/**
 * The same for several runs of one topic. Stands behind a "with placed", the one row of which has the batch rows in the arrays partition_ids,
 * base_offsets and append_times. The n-th run is the n-th element of each array: number, producer, epoch, first sequence, last sequence,
 * calls, and the first and last of its elements in the next one: which of the placed rows are the run's; then the topic.
 */
export function insertRunsText(tables: OpenProducerTables, at: number): string {
  const integers = (n: number) => `$${at + n}::integer[]`;
  const [run, producer, epoch, firstRow, lastRow, rows] = [0, 1, 2, 6, 7, 8].map(integers);
  const [first, last, calls, topic] = [
    `$${at + 3}::bigint[]`,
    `$${at + 4}::bigint[]`,
    `$${at + 5}::bytea[]`,
    `$${at + 9}::integer`,
  ];
  const placed = (column: string) => `case when r.first_row = r.last_row then array[p.${column}[(${rows})[r.first_row]]]
            else array(select p.${column}[i] from unnest((${rows})[r.first_row:r.last_row]) as i) end`;
  const judged: Judged = {
    ...{ producer: 'r.producer_id', epoch: 'r.epoch', first: 'r.first_sequence', last: 'r.last_sequence', topic },
    refused: `${run}, ${producer}, ${epoch}, ${first}, r.run`,
  };
  return `${insertInto(tables.openId)}
select r.producer_id, ${topic}, r.epoch, r.first_sequence, r.last_sequence, millrace.now(),
       ${placed('partition_ids')},
       ${placed('base_offsets')},
       ${placed('append_times')},
       r.calls
from placed p
cross join unnest(${run}, ${producer}, ${epoch}, ${first}, ${last}, ${calls}, ${firstRow}, ${lastRow})
  as r (run, producer_id, epoch, first_sequence, last_sequence, calls, first_row, last_row)
where ${judgement(tables, judged)}`;
}

const lastSequence = (run: ProducerRun) => run.first.sequence + run.calls.length - 1;

/** Writes a run as parameters. `number`: its number. `placed`: to which partitions the placed rows belong, in their order. */
export function writeRun(
  writer: PipelineWriter,
  run: ProducerRun,
  number: number,
  placed: readonly PartitionAppend[],
): void {
  for (const value of [number, run.first.id, run.first.epoch]) writer.int4(value);
  writer.int8(run.first.sequence);
  writer.int8(lastSequence(run));
  writer.binary(run.encoder.finish(placed).bytes);
  writer.int4(run.topic.id);
  writer.int4Array(placed.flatMap(({ partition, encoded }) => encoded.map(() => partition.id)));
}

/** The same for several runs of one topic. `firstNumber`: of the first of them. */
export function writeRuns(
  writer: PipelineWriter,
  runs: readonly ProducerRun[],
  firstNumber: number,
  placed: readonly PartitionAppend[],
): void {
  const calls = new ByteArrayBuilder();
  const firstRows: number[] = [];
  const lastRows: number[] = [];
  const rows: number[] = [];
  const firstPlaced = firstRowOfEach(placed);
  for (const run of runs) {
    const encoded = run.encoder.finish();
    calls.push(encoded.bytes);
    firstRows.push(rows.length + 1);
    for (const append of encoded.appends) {
      const first = firstPlaced.get(append) as number;
      for (let i = 0; i < append.encoded.length; i++) rows.push(first + i);
    }
    lastRows.push(rows.length);
  }
  writer.int4Array(runs.map((_, i) => firstNumber + i));
  writer.int4Array(runs.map((run) => run.first.id));
  writer.int4Array(runs.map((run) => run.first.epoch));
  writer.binary(encodeInt8Array(runs.map((run) => run.first.sequence)));
  writer.binary(encodeInt8Array(runs.map(lastSequence)));
  writer.binary(calls.finish(elementType.bytea));
  for (const numbers of [firstRows, lastRows, rows]) writer.int4Array(numbers);
  writer.int4((runs[0] as ProducerRun).topic.id);
}

/** The number of each partition's first row, from 1 on. */
function firstRowOfEach(placed: readonly PartitionAppend[]): ReadonlyMap<PartitionAppend, number> {
  const numbers = new Map<PartitionAppend, number>();
  let next = 1;
  for (const append of placed) {
    numbers.set(append, next);
    next += append.encoded.length;
  }
  return numbers;
}
