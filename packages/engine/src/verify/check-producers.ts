import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

const statesSql = `
select count(*) filter (where sealed_at is null)::integer as open,
       count(*) filter (where sealed_at is not null and carried_over_at is null)::integer as sealed
from millrace.producer_tables`;

const tablesSql = `
select t.id, exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'millrace_segments' and c.relname = 'p' || t.id) as present
from millrace.producer_tables t where t.carried_over_at is null order by t.id`;

/**
 * Rows of one producer, topic and epoch follow each other; none is of an epoch that was not given yet; and what they say was
 * appended is there. Only of topics, partitions and producers that still are.
 */
const wrongSql = (tables: readonly number[]) => `
with calls as materialized (
  select c.*, lag(c.last_sequence) over (partition by c.producer_id, c.topic_id, c.epoch order by c.first_sequence) as before
  from (${tables
    .map(
      (id) => `select producer_id, topic_id, epoch, first_sequence, last_sequence, partition_ids, base_offsets
      from millrace_segments.p${Math.trunc(id)}`,
    )
    .join(' union all ')}) c
), ends as materialized (
  select e.partition_id, e.end_offset from millrace.partition_ends((
    select array_agg(p.id) from millrace.partitions p
    join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
    join pg_class r on r.relname = 's' || coalesce(s.table_id, s.id)
    join pg_namespace n on n.oid = r.relnamespace and n.nspname = 'millrace_segments'
    where p.topic_id in (select topic_id from calls))) e
)
select c.producer_id, t.name as topic, c.epoch, c.first_sequence::float8, c.last_sequence::float8, c.before::float8,
       p.epoch as current_epoch,
       exists (select from unnest(c.partition_ids, c.base_offsets) as b (partition_id, base_offset)
               join ends e on e.partition_id = b.partition_id where b.base_offset >= e.end_offset) as beyond
from calls c join millrace.topics t on t.id = c.topic_id join millrace.producers p on p.id = c.producer_id
where c.last_sequence < c.first_sequence or c.first_sequence <> c.before + 1 or c.epoch > p.epoch
   or exists (select from unnest(c.partition_ids, c.base_offsets) as b (partition_id, base_offset)
              join ends e on e.partition_id = b.partition_id where b.base_offset >= e.end_offset)
order by c.producer_id, t.name, c.epoch, c.first_sequence`;

interface WrongRow {
  readonly producer_id: number;
  readonly topic: string;
  readonly epoch: number;
  readonly first_sequence: number;
  readonly last_sequence: number;
  readonly before: number | null;
  readonly current_epoch: number;
  readonly beyond: boolean;
}

function problemOf(row: WrongRow): string {
  const { epoch, first_sequence: first, last_sequence: last, before, current_epoch, beyond } = row;
  if (beyond) return `calls ${first} to ${last} appended records that lie behind the end of their partition`;
  if (epoch > current_epoch) return `calls have epoch ${epoch}, and its epoch is ${current_epoch}`;
  if (last < first) return `calls ${first} to ${last} are none`;
  return `calls ${first} to ${last} follow call ${before}`;
}

/** What producers appended: the tables of their calls, and the calls in them. */
export function checkProducers({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const states = await session.query<{ open: number; sealed: number }>(statesSql);
    const { open, sealed } = states.rows[0] as { open: number; sealed: number };
    if (open !== 1 || sealed > 1) {
      findings.add({
        code: 'PRODUCER_TABLES',
        message: `Of the tables of producers' calls ${open} are open, which should be one, and ${sealed} wait to be carried over, of which one is the most.`,
        hint:
          open === 0
            ? 'No call with a sequence is taken. Open one: select millrace.create_producer_table().'
            : 'Stop all nodes and seal all but the newest: update millrace.producer_tables set sealed_at = now() where id = …; then select millrace.carry_over_producer_calls() until it gives null.',
      });
    }
    const { rows: tables } = await session.query<{ id: number; present: boolean }>(tablesSql);
    for (const { id } of tables.filter(({ present }) => !present)) {
      findings.add({
        code: 'MISSING_TABLE',
        table: `millrace_segments.p${id}`,
        message: "A table of producers' calls is not there: calls that are sent again may be appended twice.",
        hint: 'Restore it from a backup; or let every producer call initProducer, and delete its row of millrace.producer_tables if it is sealed.',
      });
    }
    const present = tables.filter((table) => table.present).map(({ id }) => id);
    if (present.length === 0) return;
    const { rows } = await session.query<WrongRow>(wrongSql(present));
    for (const row of rows) {
      findings.add({
        code: 'PRODUCER_STATE',
        topic: row.topic,
        message: `Of producer ${row.producer_id} ${problemOf(row)}.`,
        hint: 'As after a restore that lost the end. Let the program call initProducer: what it sends again under the old sequences may be taken for appended.',
      });
    }
  });
}
