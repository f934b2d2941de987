-- Log epochs: a number that rises when the log may have lost its end, so that an offset remembered with its epoch never silently
-- means another record. See docs/specs/log.md.

-- One row. What the server was when the epoch was raised last, compared whenever a node connects. null: not known, and not compared.
create table millrace.log_epoch (
  singleton         boolean primary key default true check (singleton),
  epoch             integer not null default 0,
  -- The epoch it is being raised to: nothing is appended while it is set.
  pending           integer,
  -- Topics up to this id have their starts in it.
  pending_topic     integer not null default 0,
  -- Of the cluster: another one after dump and restore into another server, and after pg_upgrade.
  system_identifier bigint,
  -- The first eight digits of the names of WAL files: another one after a promotion and after a recovery to a point in time.
  timeline          text,
  -- Others after dump and restore within one server, and in a copy of the database.
  database_oid      bigint,
  table_oid         bigint,
  raised_at         timestamptz(3),
  -- For people.
  reason            text
);
insert into millrace.log_epoch default values;

-- Where a partition ended when an epoch began. None for epoch 0.
create table millrace.epoch_starts (
  partition_id integer not null,
  epoch        integer not null,
  start_offset bigint not null,
  primary key (partition_id, epoch),
  constraint epoch_starts_partition_id_fkey foreign key (partition_id) references millrace.partitions (id) on delete cascade on update cascade
);

-- A partition that is made in an epoch has nothing of those before. Ids that a lost log had given are given again, and what was
-- remembered of that log must not be taken for this one's.
create function millrace.start_epoch_of_partitions() returns trigger
language plpgsql as $$
declare
  newest integer;
begin
  -- Locked, so that a raise that begins meanwhile waits until these partitions can be seen, and theirs is not left out.
  select coalesce(l.pending, l.epoch) into newest from millrace.log_epoch l for share;
  if newest > 0 then
    insert into millrace.epoch_starts (partition_id, epoch, start_offset) select made.id, newest, 0 from made;
  end if;
  return null;
end $$;
create trigger start_epoch after insert on millrace.partitions
referencing new table as made for each statement execute function millrace.start_epoch_of_partitions();

-- The timeline that is written to, as the names of WAL files begin. pg_control_checkpoint() would tell it only after the next
-- checkpoint, and what was appended until then would count for the epoch before. Raises on a standby.
create function millrace.timeline() returns text language sql volatile
return left(pg_walfile_name(pg_current_wal_insert_lsn()), 8);

-- What the server is. null is what this user may not see, or what the server does not tell.
create function millrace.log_identity()
returns table (system_identifier bigint, timeline text, database_oid bigint, table_oid bigint)
language plpgsql volatile as $$
begin
  if pg_is_in_recovery() then
    raise exception using errcode = 'read_only_sql_transaction', message = 'this server is a standby, or still recovering';
  end if;
  begin
    select c.system_identifier into log_identity.system_identifier from pg_control_system() c;
  exception when insufficient_privilege or feature_not_supported or undefined_function then
    log_identity.system_identifier := null;
  end;
  begin
    log_identity.timeline := millrace.timeline();
  exception when insufficient_privilege or feature_not_supported or undefined_function then
    log_identity.timeline := null;
  end;
  select d.oid::bigint into log_identity.database_oid from pg_database d where d.datname = current_database();
  log_identity.table_oid := 'millrace.log_epoch'::regclass::oid::bigint;
  return next;
end $$;

-- The epoch, and what says that it has to be raised (null: nothing). known: the highest epoch that the node has seen; a log that is
-- behind it was put back. unknown: what cannot be compared. What was not known yet is taken note of.
create function millrace.check_log_epoch(known integer) returns table (epoch integer, difference text, unknown text[])
language plpgsql volatile as $$
declare
  log millrace.log_epoch;
  here record;
begin
  select i.* into here from millrace.log_identity() i;
  select l.* into log from millrace.log_epoch l;
  epoch := log.epoch;
  difference := nullif(concat_ws(', ',
    case when log.pending is not null then 'it is being raised already' end,
    case when log.epoch < known then format('its epoch was %s and is %s', known, log.epoch) end,
    case when log.system_identifier <> here.system_identifier
      then format('the system identifier was %s and is %s', log.system_identifier, here.system_identifier) end,
    case when log.timeline <> here.timeline then format('the timeline was %s and is %s', log.timeline, here.timeline) end,
    case when log.database_oid <> here.database_oid or log.table_oid <> here.table_oid
      then 'the database is a copy, or was restored' end), '');
  unknown := array_remove(array[
    case when here.system_identifier is null then 'pg_control_system()' end,
    case when here.timeline is null then 'pg_walfile_name(pg_lsn)' end], null);
  if difference is null and (
    log.table_oid is null
    or (log.system_identifier is null and here.system_identifier is not null)
    or (log.timeline is null and here.timeline is not null)
  ) then
    -- The first node of all, or a privilege that was granted since. Others may do the same: it is the same.
    update millrace.log_epoch l set
      system_identifier = coalesce(l.system_identifier, here.system_identifier), timeline = coalesce(l.timeline, here.timeline),
      database_oid = coalesce(l.database_oid, here.database_oid), table_oid = coalesce(l.table_oid, here.table_oid);
  end if;
  return next;
end $$;

-- One step of raising the epoch; call it again, each time in a READ COMMITTED transaction of its own, until it is done. First
-- "pending" is set, which stops all appends. Then a bounded number of topics at a time get their partitions' starts, because one
-- transaction has not enough locks for thousands. Last the epoch is the new one. Any number of nodes may do it at once, and each
-- takes up what another has left.
-- The new number is the seconds since 2020, or one more if that is not higher: a backup that is put back does not know of the epochs
-- since it was taken, and must not give one of them again.
create function millrace.raise_log_epoch(by_hand boolean, why text, known integer, topic_count integer)
returns table (epoch integer, done boolean)
language plpgsql volatile set lock_timeout = '8s' as $$
declare
  log millrace.log_epoch;
  topics integer[];
  topic integer;
begin
  -- One at a time, in front of all other locks. The row is read behind it.
  perform pg_advisory_xact_lock(millrace.lease_lock(), 0);
  select l.* into log from millrace.log_epoch l;
  done := false;
  if log.pending is null then
    epoch := log.epoch;
    if not by_hand and (select c.difference from millrace.check_log_epoch(known) c) is null then
      done := true;
    else
      update millrace.log_epoch l set reason = why, pending_topic = 0, pending = greatest(
        l.epoch + 1, known + 1, least(millrace.now() / 1000 - 1577836800, 2147483647))
      returning l.pending into epoch;
    end if;
    return next;
    return;
  end if;
  epoch := log.pending;
  -- Those that are made meanwhile have higher ids, and their starts already.
  select array_agg(next.id order by next.id) into topics from (
    select t.id from millrace.topics t where t.id > log.pending_topic order by t.id limit topic_count
  ) next;
  if topics is null then
    update millrace.log_epoch l set (system_identifier, timeline, database_oid, table_oid) =
      (select i.system_identifier, i.timeline, i.database_oid, i.table_oid from millrace.log_identity() i),
      epoch = log.pending, pending = null, raised_at = to_timestamp(millrace.now() / 1000.0);
    perform pg_notify('millrace_log_epoch', log.pending::text);
    done := true;
    return next;
    return;
  end if;
  -- Exclusively, by id: behind the appends that were under way when "pending" was set.
  foreach topic in array topics loop
    perform pg_advisory_xact_lock(millrace.topic_lock(), topic);
  end loop;
  insert into millrace.epoch_starts (partition_id, epoch, start_offset)
  select p.id, log.pending, coalesce(e.end_offset, p.log_start_offset)
  from millrace.partitions p
  left join millrace.partition_ends(array(select i.id from millrace.partitions i where i.topic_id = any (topics))) e
    on e.partition_id = p.id
  where p.topic_id = any (topics)
  on conflict do nothing;
  update millrace.log_epoch l set pending_topic = topics[array_length(topics, 1)];
  return next;
end $$;

-- Up to where what was remembered at an epoch still is this log's: the start of the next higher epoch. null: all of it. An epoch that
-- this log never had is one of a log that was lost: then up to where the newest epoch began.
create function millrace.epoch_end(partition_id integer, remembered integer) returns bigint
language sql stable as $$
  select case when $2 > (select l.epoch from millrace.log_epoch l)
    then coalesce((select s.start_offset from millrace.epoch_starts s where s.partition_id = $1 order by s.epoch desc limit 1), 0)
    else (select s.start_offset from millrace.epoch_starts s where s.partition_id = $1 and s.epoch > $2 order by s.epoch limit 1) end
$$;

-- As before, and for rows of one epoch: MR001 also when the epoch was raised since the topic was looked at, MR041 when it has to be
-- raised first, or is being. So no session appends to a log that may have lost its end before that was taken note of.
drop function millrace.assert_segments_open(integer[]);
create function millrace.assert_segments_open(segment_ids integer[], log_epoch integer) returns void
language plpgsql volatile as $$
begin
  if not exists (
    select from millrace.log_epoch l
    where l.epoch = log_epoch and l.pending is null
      and (l.table_oid is null or l.table_oid = 'millrace.log_epoch'::regclass::oid::bigint)
      and (l.timeline is null or l.timeline = left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))
  ) then
    if exists (select from millrace.log_epoch l where l.epoch <> log_epoch and l.pending is null) then
      raise exception using errcode = 'MR001', message = 'the log epoch was raised';
    end if;
    raise exception using errcode = 'MR041', message = 'the log may have lost its end: its epoch has to be raised';
  end if;
  if exists (
    select from unnest(segment_ids) as wanted (id)
    where not exists (select from millrace.segments s where s.id = wanted.id and s.sealed_at is null)
  ) then
    raise exception using errcode = 'MR001', message = 'a segment was rolled or its topic deleted';
  end if;
end $$;

do $$ begin
  grant select on millrace.log_epoch, millrace.epoch_starts to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the tables of log epochs: this user may not, or there is no such role.';
end $$;

-- What is left of an offset that was committed at an epoch: itself, or where the log ended in that epoch if it lay behind that.
create function millrace.offset_left(partition_id integer, committed bigint, log_epoch integer) returns bigint
language sql stable as $$
  select case when committed is null then null else least(committed, millrace.epoch_end(partition_id, log_epoch)) end
$$;
