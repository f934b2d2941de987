-- Consumer groups: who reads what. All of it moves slowly (a row changes when a member or a unit moves); what moves at the
-- speed of the log, committed offsets, is inserted into tables of its own that are rolled and dropped like segments.

create table millrace.consumer_groups (
  id         serial primary key,
  name       text not null,
  generation integer not null default 0,
  revision   bigint not null default 0,
  created_at timestamptz(3) not null default current_timestamp
);
create unique index consumer_groups_name_key on millrace.consumer_groups (name);

create table millrace.group_members (
  id                    uuid primary key,
  group_id              integer not null,
  node_id               uuid not null,
  client_id             text not null,
  instance_id           text,
  subscription          jsonb not null,
  session_timeout_ms    integer not null,
  revocation_timeout_ms integer not null,
  away_since            bigint,
  joined_at             timestamptz(3) not null default current_timestamp,
  constraint group_members_group_id_fkey foreign key (group_id) references millrace.consumer_groups (id) on delete cascade on update cascade
);
create unique index group_members_group_id_instance_id_key on millrace.group_members (group_id, instance_id);
create index group_members_node_id_idx on millrace.group_members (node_id);

-- Who owns a partition in a group: what a commit is fenced by. No foreign key to partitions, whose rows would have to be
-- locked in two orders: rows of partitions that are gone go when the group is next reconciled.
create table millrace.group_partitions (
  group_id         integer not null,
  partition_id     integer not null,
  unit             text not null,
  owner            uuid,
  owner_generation integer not null default 0,
  target           uuid,
  revoke_deadline  bigint,
  primary key (group_id, partition_id),
  constraint group_partitions_group_id_fkey foreign key (group_id) references millrace.consumer_groups (id) on delete cascade on update cascade
);
create index group_partitions_partition_id_idx on millrace.group_partitions (partition_id);
-- What every node looks at twice a second: the few units that are on their way.
create index group_partitions_revoking_idx on millrace.group_partitions (group_id) where revoke_deadline is not null;

-- Committed offsets. The newest row of a (group, partition) counts, in whichever table it is; ids tell what is newer, because they
-- are drawn while what fences the commit is locked. One table is open; at most one is sealed and not carried over yet.

create sequence millrace.committed_offset_ids;

create table millrace.offset_tables (
  id              serial primary key,
  opened_at       timestamptz(3) not null default current_timestamp,
  sealed_at       timestamptz(3),
  -- When its newest rows were copied into the open table: from then on it is only waiting to be dropped.
  carried_over_at timestamptz(3),
  -- What it held once those of the table before it were copied into it.
  carried_bytes   bigint not null default 0
);

-- Makes the next table of committed offsets. The caller holds (offsets_lock(), 0) exclusively.
-- A null next_offset: the offset was deleted. Only ever inserted into and then dropped, so autovacuum would find nothing to do.
create function millrace.create_offset_table() returns integer
language plpgsql volatile as $$
declare
  table_id integer;
begin
  insert into millrace.offset_tables (opened_at) values (clock_timestamp()) returning id into table_id;
  execute format(
    'create table millrace_segments.o%s (
       id bigint not null, next_offset bigint, committed_at bigint not null,
       group_id integer not null, partition_id integer not null, log_epoch integer not null, metadata text,
       primary key (group_id, partition_id, id)
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false)', table_id);
  return table_id;
end $$;

select millrace.create_offset_table();

-- The open table of committed offsets, which stays open until the end of this transaction. Raises MR004 unless the transaction is
-- READ COMMITTED: with an older snapshot it would not see who owns what by now, nor which table is open.
create function millrace.hold_offset_table() returns integer
language plpgsql volatile as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception using errcode = 'MR004',
      message = format('offsets are committed in READ COMMITTED transactions, this one is %s', upper(current_setting('transaction_isolation')));
  end if;
  -- Shared: commits go on side by side. Rolling takes it exclusively, so that none lands in a sealed table unseen.
  perform pg_advisory_xact_lock_shared(millrace.offsets_lock(), 0);
  return (select t.id from millrace.offset_tables t where t.sealed_at is null);
end $$;

-- The same for who remembers which table is open: raises MR003 if it is no more.
create function millrace.assert_offset_table_open(table_id integer) returns void
language plpgsql volatile as $$
begin
  if millrace.hold_offset_table() is distinct from table_id then
    raise exception using errcode = 'MR003', message = 'the table of committed offsets was rolled';
  end if;
end $$;

-- Writes offsets whoever owns the partitions; a null offset deletes. The caller holds the group's row, which keeps members away.
create function millrace.overwrite_offsets(group_id integer, partition_ids integer[], next_offsets bigint[], log_epochs integer[])
returns void
language plpgsql volatile as $$
begin
  execute format(
    'insert into millrace_segments.o%s (id, next_offset, committed_at, group_id, partition_id, log_epoch)
     select nextval(''millrace.committed_offset_ids''), w.next_offset, $1, $2, w.partition_id, w.log_epoch
     from unnest($3, $4, $5) as w (partition_id, next_offset, log_epoch)', millrace.hold_offset_table())
  using millrace.now(), group_id, partition_ids, next_offsets, log_epochs;
end $$;

-- The newest committed offset of each given partition; those without one are left out.
create function millrace.committed_offsets(group_id integer, partition_ids integer[])
returns table (partition_id integer, next_offset bigint, log_epoch integer, metadata text, committed_at bigint)
language plpgsql volatile as $$
declare
  newest text;
begin
  for attempt in 1..3 loop
    begin
      select string_agg(format(
        '(select t.* from millrace_segments.o%s t where t.group_id = $1 and t.partition_id = p.id order by t.id desc limit 1)', o.id),
        ' union all ')
      into newest
      from millrace.offset_tables o where o.carried_over_at is null;
      return query execute format(
        'select n.partition_id, n.next_offset, n.log_epoch, n.metadata, n.committed_at
         from unnest($2) as p (id)
         cross join lateral (select t.* from (%s) t order by t.id desc limit 1) n
         where n.next_offset is not null', newest)
      using group_id, partition_ids;
      return;
    exception when undefined_table then
      -- Rolled, carried over and dropped since the catalogue was read.
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- Seals the open table and opens the next one, unless another node has already done so or the table before is not carried over
-- yet: what is newest is never looked for in more than two tables. Raises lock_not_available after 100 ms, because commits wait
-- behind this lock. Gives the id of the open table.
create function millrace.roll_offset_table(expected_id integer) returns integer
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  open_id integer;
  next_id integer;
begin
  -- Exclusive: whoever inserts into the open table is done, and the next one finds the new table.
  perform pg_advisory_xact_lock(millrace.offsets_lock(), 0);
  select t.id into open_id from millrace.offset_tables t where t.sealed_at is null;
  if open_id <> expected_id
     or exists (select from millrace.offset_tables t where t.sealed_at is not null and t.carried_over_at is null) then
    return open_id;
  end if;
  next_id := millrace.create_offset_table();
  update millrace.offset_tables t set sealed_at = clock_timestamp() where t.id = open_id;
  return next_id;
end $$;

-- Copies the newest rows of the sealed table into the open one, with their ids: whatever was committed since has higher ones, so
-- nothing is brought back. What was deleted, or belongs to a group or partition that is gone, stays behind. Gives the number of
-- rows, null when there is nothing to carry over or another node is at it.
create function millrace.carry_over_offsets() returns bigint
language plpgsql volatile as $$
declare
  sealed_id integer;
  open_id integer;
  copied bigint;
begin
  -- The row is the lease. While it is not carried over nobody rolls, so the open table stays the one that it is.
  select t.id into sealed_id from millrace.offset_tables t
  where t.sealed_at is not null and t.carried_over_at is null
  for update skip locked;
  if sealed_id is null then
    return null;
  end if;
  select t.id into open_id from millrace.offset_tables t where t.sealed_at is null;
  execute format(
    'insert into millrace_segments.o%1$s (id, next_offset, committed_at, group_id, partition_id, log_epoch, metadata)
     select n.id, n.next_offset, n.committed_at, n.group_id, n.partition_id, n.log_epoch, n.metadata
     from millrace_segments.o%2$s n
     where n.id in (select max(t.id) from millrace_segments.o%2$s t group by t.group_id, t.partition_id)
       and n.next_offset is not null
       and exists (select from millrace.consumer_groups g where g.id = n.group_id)
       and exists (select from millrace.partitions p where p.id = n.partition_id)',
    open_id, sealed_id);
  get diagnostics copied = row_count;
  update millrace.offset_tables t set carried_bytes = pg_table_size(format('millrace_segments.o%s', open_id)) where t.id = open_id;
  update millrace.offset_tables t set carried_over_at = clock_timestamp() where t.id = sealed_id;
  return copied;
end $$;

-- Who reads the log with SQL reads what groups have committed too.
do $$ begin
  grant select on millrace.consumer_groups, millrace.group_members, millrace.group_partitions, millrace.offset_tables to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the tables of consumer groups: this user may not, or there is no such role.';
end $$;

-- Looking after groups: how old a lag is, and what groups have committed.

-- When the batch that holds each offset was appended (ms since 1970); offsets that no batch holds are left out. Reads one
-- row of each partition. Volatile: it must see what millrace.partition_ends saw in the same statement before.
create function millrace.append_times(partition_ids integer[], offsets bigint[])
returns table (partition_id integer, "offset" bigint, append_time bigint)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  segment record;
begin
  for segment in
    select found.segment_id as id, array_agg(wanted.partition_id) as partition_ids, array_agg(wanted.wanted_offset) as offsets
    from unnest(append_times.partition_ids, append_times.offsets) as wanted (partition_id, wanted_offset)
    cross join lateral (
      select b.segment_id from millrace.segment_bounds b
      where b.partition_id = wanted.partition_id and b.first_offset <= wanted.wanted_offset
      order by b.segment_id desc limit 1
    ) found
    group by found.segment_id
  loop
    return query execute format(
      'select wanted.partition_id, wanted.wanted_offset, found.append_time
       from unnest($1, $2) as wanted (partition_id, wanted_offset)
       cross join lateral (
         select s.append_time, s.last_offset from millrace_segments.s%s s
         where s.partition_id = wanted.partition_id and s.base_offset <= wanted.wanted_offset
         order by s.base_offset desc limit 1
       ) found
       where found.last_offset >= wanted.wanted_offset', segment.id)
    using segment.partition_ids, segment.offsets;
  end loop;
end $$;

-- The newest committed offset of every partition that each of the groups has committed in. Goes through a group's partitions
-- backward, from the newest row of one to the newest of the next: a step of the index each, however many commits there are.
create function millrace.group_offsets(group_ids integer[])
returns table (group_id integer, partition_id integer, next_offset bigint, log_epoch integer, metadata text, committed_at bigint)
language plpgsql volatile as $$
declare
  newest text;
begin
  for attempt in 1..3 loop
    begin
      select string_agg(format(
        '(with recursive walk as (
            select n.* from unnest($1) as g (id)
            cross join lateral (
              select t.* from millrace_segments.o%1$s t where t.group_id = g.id
              order by t.partition_id desc, t.id desc limit 1) n
            union all
            select n.* from walk w
            cross join lateral (
              select t.* from millrace_segments.o%1$s t where t.group_id = w.group_id and t.partition_id < w.partition_id
              order by t.partition_id desc, t.id desc limit 1) n
          )
          select * from walk)', o.id), ' union all ')
      into newest
      from millrace.offset_tables o where o.carried_over_at is null;
      return query execute format(
        'select n.group_id, n.partition_id, n.next_offset, n.log_epoch, n.metadata, n.committed_at
         from (select distinct on (t.group_id, t.partition_id) t.* from (%s) t order by t.group_id, t.partition_id, t.id desc) n
         where n.next_offset is not null', newest)
      using group_ids;
      return;
    exception when undefined_table then
      -- Rolled, carried over and dropped since the catalogue was read.
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- The groups that have committed in any of the given partitions. Goes through those that each group has committed in, backward
-- and between the lowest and the highest given one, and stops at the first that counts: a step or two for most groups.
create function millrace.groups_committed_in(partition_ids integer[]) returns table (group_id integer)
language plpgsql volatile as $$
declare
  below text;
  newest text;
begin
  for attempt in 1..3 loop
    begin
      select string_agg(format(
          '(select t.partition_id from millrace_segments.o%s t
            where t.group_id = g.id and t.partition_id >= $2 and t.partition_id < above.id
            order by t.partition_id desc limit 1)', o.id), ' union all '),
        string_agg(format(
          '(select t.id, t.next_offset from millrace_segments.o%s t where t.group_id = g.id and t.partition_id = w.id
            order by t.id desc limit 1)', o.id), ' union all ')
      into below, newest
      from millrace.offset_tables o where o.carried_over_at is null;
      return query execute format(
        'select g.id from millrace.consumer_groups g
         where exists (
           with recursive walk as (
             select (select max(b.partition_id) from (%1$s) b) as id from (select $3 + 1) above (id)
             union all
             select (select max(b.partition_id) from (%1$s) b) from walk above where above.id is not null
           )
           select from walk w
           cross join lateral (select t.next_offset from (%2$s) t order by t.id desc limit 1) n
           where w.id = any ($1) and n.next_offset is not null)', below, newest)
      using partition_ids, (select min(i) from unnest(partition_ids) i), (select max(i) from unnest(partition_ids) i);
      return;
    exception when undefined_table then
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;
