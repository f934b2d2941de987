import type { Database } from '@millrace/database';
import type { Client } from 'pg';
import { until } from '../wait.ts';

/**
 * Where a process can be held in the middle of what it does: behind its last statement and before the commit. Each is a trigger
 * with a number, which is that of two advisory locks.
 */
const points = {
  append: 1,
  roll: 2,
  retention: 3,
  deletion: 4,
  drop: 5,
  'roll of offsets': 6,
  'offsets carried over': 7,
  transaction: 8,
  swap: 9,
  'roll of calls': 10,
  'calls carried over': 11,
  relay: 12,
  'key index': 13,
  'raised epoch': 14,
} as const;

export type KillPoint = keyof typeof points;
export const killPoints = Object.keys(points) as KillPoint[];

/** Whoever holds the first exclusively keeps a process at the point; who is kept there holds the second. */
const armed = 7_701;
const reached = 7_702;

/**
 * pg_try_…, because a lock that is waited for would run into lock_timeout, and a roll would give up instead of being killed.
 * Segment tables come and go: an event trigger gives each new one its own, which fires at the commit, when all rows are written.
 */
const installSql = `
create schema chaos;
create function chaos.hold(point integer) returns void language plpgsql as $$
begin
  if pg_try_advisory_xact_lock_shared(${armed}, point) then return; end if;
  perform pg_advisory_xact_lock_shared(${reached}, point);
  while not pg_try_advisory_xact_lock_shared(${armed}, point) loop
    perform pg_sleep(0.002);
  end loop;
end $$;
create function chaos.at_point() returns trigger language plpgsql as $$
begin
  perform chaos.hold(tg_argv[0]::integer);
  return null;
end $$;
create function chaos.at_segment_gone() returns trigger language plpgsql as $$
begin
  perform chaos.hold(case when exists (select from millrace.topics t where t.id = old.topic_id)
    then ${points.retention} else ${points.deletion} end);
  return null;
end $$;
create function chaos.at_dropped() returns trigger language plpgsql as $$
begin
  if to_regclass('millrace_segments.s' || old.segment_id) is null then
    perform chaos.hold(${points.drop});
  end if;
  return null;
end $$;
create function chaos.watch(made oid, name text) returns void language plpgsql as $$
begin
  if name ~ '^s[0-9]+$' or name ~ '^x[0-9]+_progress$' then
    execute format('create constraint trigger chaos after insert on %s deferrable initially deferred
      for each row execute function chaos.at_point(%s)', made::regclass,
      case when name like 's%' then ${points.append} else ${points.relay} end);
  end if;
end $$;
create function chaos.at_table() returns event_trigger language plpgsql as $$
declare
  made record;
begin
  for made in
    select c.oid, c.relname from pg_event_trigger_ddl_commands() d
    join pg_class c on c.oid = d.objid and d.classid = 'pg_class'::regclass
    where d.schema_name = 'millrace_segments' and c.relkind = 'r'
  loop
    perform chaos.watch(made.oid, made.relname);
  end loop;
end $$;
create function chaos.at_index() returns event_trigger language plpgsql as $$
begin
  if exists (select from pg_event_trigger_ddl_commands() d where d.object_identity like '%_keys') then
    perform chaos.hold(${points['key index']});
  end if;
end $$;
create event trigger chaos_index on ddl_command_end when tag in ('CREATE INDEX') execute function chaos.at_index();
create trigger chaos after update of epoch on millrace.log_epoch
  for each row execute function chaos.at_point(${points['raised epoch']});
-- What a client keeps beside the log, in the same database.
create table chaos.ledger (n integer primary key);
create table chaos.orders (n integer primary key);
select chaos.watch(c.oid, c.relname) from pg_class c where c.relname ~ '^x[0-9]+_progress$' and c.relkind = 'r';
create constraint trigger chaos after insert on chaos.ledger deferrable initially deferred
  for each row execute function chaos.at_point(${points.transaction});
create event trigger chaos on ddl_command_end when tag in ('CREATE TABLE') execute function chaos.at_table();
create trigger chaos after update of sealed_at on millrace.segments
  for each row execute function chaos.at_point(${points.roll});
create trigger chaos_swap after update of table_id on millrace.segments
  for each row execute function chaos.at_point(${points.swap});
create trigger chaos_gone after delete on millrace.segments for each row execute function chaos.at_segment_gone();
create trigger chaos after delete on millrace.dropped_segments for each row execute function chaos.at_dropped();
create trigger chaos after update of sealed_at on millrace.offset_tables
  for each row execute function chaos.at_point(${points['roll of offsets']});
create trigger chaos after update of sealed_at on millrace.producer_tables
  for each row execute function chaos.at_point(${points['roll of calls']});
create trigger chaos_carried after update of carried_over_at on millrace.producer_tables
  for each row execute function chaos.at_point(${points['calls carried over']});
create trigger chaos_carried after update of carried_over_at on millrace.offset_tables
  for each row execute function chaos.at_point(${points['offsets carried over']});
`;

/** Before any topic is made. */
export async function installKillPoints(database: Pick<Database, 'connect'>): Promise<void> {
  const client = await database.connect();
  try {
    await client.query(installSql);
  } finally {
    await client.end();
  }
}

/** A process that is held at a point. */
export interface Held {
  /** Of its session in Postgres. */
  readonly pid: number;
  /** Lets go of it, where it still is, and of the point. */
  release(): Promise<void>;
}

/** Waits for somebody to come to the point, and keeps it there. */
export async function holdAt(database: Pick<Database, 'connect'>, point: KillPoint, limitMs: number): Promise<Held> {
  const client: Client = await database.connect({ idle_in_transaction_session_timeout: 0, lock_timeout: 0 });
  const release = async () => {
    // The locks go with the session; so they do when the server was killed.
    await client.end().catch(() => {});
  };
  try {
    await client.query('select pg_advisory_lock($1, $2)', [armed, points[point]]);
    const pid = await until(
      `somebody to come to: ${point}`,
      async () => {
        const { rows } = await client.query<{ pid: number }>(
          `select pid from pg_locks
           where locktype = 'advisory' and granted and classid = $1 and objid = $2
             and database = (select oid from pg_database where datname = current_database())`,
          [reached, points[point]],
        );
        return rows[0]?.pid;
      },
      limitMs,
    );
    return { pid, release };
  } catch (error) {
    await release();
    throw error;
  }
}
