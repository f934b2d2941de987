import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import type { OutboxProgress } from './outbox-progress.ts';

const tableOf = (id: number): string => `millrace_segments.x${Math.trunc(id)}`;

/**
 * Rows of all tables that `source` finds in one, by id, as many as $4 records and $5 bytes allow, but at least one. A row
 * without an id when there are none. `found`: how many there were before bytes were counted.
 */
function readText(tableIds: readonly number[], source: (table: string) => string): string {
  return `with step as materialized (
  select pg_current_snapshot() as seen, $1::text::pg_snapshot as last, $2::text::pg_snapshot as upto, $3::bigint as upto_id
), ended as materialized (
  select x as xid from step s cross join lateral pg_snapshot_xip(s.last) as x where pg_visible_in_snapshot(x, s.seen)
), taken as materialized (
  select f.*, count(*) over () as found, sum(f.byte_size) over (order by f.id) - f.byte_size as bytes_before
  from (
    ${tableIds.map((id) => source(tableOf(id))).join('\n    union all\n    ')}
    order by id limit $4::integer
  ) f
)
select s.seen, millrace.now(), r.found, r.id, r.topic_id, t.name, r.produced_at, r.byte_size, r.key, r.value, r.headers
from step s
left join taken r on r.bytes_before < $5::bigint
left join millrace.topics t on t.id = r.topic_id
order by r.id`;
}

/**
 * What has been committed since the snapshot $1, in the order it was produced. A row is found by the transaction that wrote it: one
 * that was in progress then and has ended since, or one that began later. What is rolled back, or still open, is not seen. ($2 and
 * $3 are null.)
 */
export function readNew(tableIds: readonly number[]): PreparedStatement {
  return {
    name: `read_outbox_${tableIds.join('_')}`,
    get text() {
      return readText(
        tableIds,
        (table) => `select r.* from ended e join ${table} r on r.xid = e.xid
    union all
    select r.* from step s join ${table} r on r.xid >= pg_snapshot_xmax(s.last)`,
      );
    },
  };
}

/** The next rows of what the snapshot $2 saw and $1 did not, behind the row $3: where that is, the index knows. */
export function readRest(tableIds: readonly number[]): PreparedStatement {
  return {
    name: `read_rest_of_outbox_${tableIds.join('_')}`,
    get text() {
      return readText(
        tableIds,
        (table) => `select * from (select r.* from ${table} r
      where r.id > (select upto_id from step) and pg_visible_in_snapshot(r.xid, (select upto from step))
        and not pg_visible_in_snapshot(r.xid, (select last from step))
      order by r.id limit $4::integer) r`,
      );
    },
  };
}

/** Writes how far the outbox is relayed: part of the transaction that appends. */
export function insertProgress(newestTableId: number): PreparedStatement {
  return {
    name: `insert_outbox_progress_${newestTableId}`,
    text: `insert into ${tableOf(newestTableId)}_progress (last, upto, upto_id, relayed, dead)
values ($1::text::pg_snapshot, $2::text::pg_snapshot, $3::bigint, $4::integer, $5::integer)`,
  };
}

/** All that a session has prepared for these tables. */
export function statementsOf(tableIds: readonly number[]): PreparedStatement[] {
  return [readNew(tableIds), readRest(tableIds), insertProgress(tableIds.at(-1) as number)];
}

/** The first three parameters of all of them. */
export function writeProgress(writer: PipelineWriter, { last, upto }: OutboxProgress): void {
  writer.binary(Buffer.from(last));
  if (upto) {
    writer.binary(Buffer.from(upto.snapshot));
    writer.int8(upto.id);
  } else {
    writer.null();
    writer.null();
  }
}
