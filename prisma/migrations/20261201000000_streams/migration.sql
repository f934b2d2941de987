-- Applications of streams-rx and their state. What changes at the log's speed is only inserted: an epoch's changes are one row of a delta
-- table; deltas are folded into runs, runs into fewer and larger ones, and tables that were folded are dropped. The tables, named
-- millrace_state.t<id>, are made at run time by the functions below.

create schema if not exists millrace_state;

create table millrace.streams_applications (
  id         serial primary key,
  name       text not null,
  created_at timestamptz(3) not null default current_timestamp
);
create unique index streams_applications_name_key on millrace.streams_applications (name);

create table millrace.state_stores (
  id             serial primary key,
  application_id integer not null,
  name           text not null,
  kind           text not null,
  -- ms; null: for ever
  retention_ms   bigint,
  key_format     text not null,
  value_format   text not null,
  is_table       boolean not null,
  created_at     timestamptz(3) not null default current_timestamp,
  constraint state_stores_application_id_fkey foreign key (application_id) references millrace.streams_applications (id) on delete cascade on update cascade
);
create unique index state_stores_application_id_name_key on millrace.state_stores (application_id, name);

-- The tables that make up the state of a store's partition: the newest of kind DELTA is written into, older ones wait to be folded.
create table millrace.state_tables (
  id             serial primary key,
  store_id       integer not null,
  partition      integer not null,
  -- DELTA or RUN
  kind           text not null,
  first_sequence bigint not null,
  -- Of a run: of the last epoch in it, with the stream time as that left it. null for a delta, whose rows say it.
  last_sequence  bigint,
  stream_time    bigint,
  entry_count    bigint,
  byte_size      bigint,
  created_at     timestamptz(3) not null default current_timestamp,
  constraint state_tables_store_id_fkey foreign key (store_id) references millrace.state_stores (id) on delete cascade on update cascade
);
create index state_tables_store_id_partition_idx on millrace.state_tables (store_id, partition);

-- Tables that are no part of any state: left behind by a fold and waiting for nobody to read them any more, or runs that are being
-- filled. One whose filler has died is dropped by the next owner of its partition.
create table millrace.dropped_state_tables (
  table_id   integer primary key,
  store_id   integer not null,
  partition  integer not null,
  -- DELTA or RUN
  kind       text not null,
  filling    boolean not null default false,
  dropped_at timestamptz(3) not null default current_timestamp
);
create index dropped_state_tables_store_id_partition_idx on millrace.dropped_state_tables (store_id, partition);

-- Makes the delta table that a partition's epochs are written into from now on; `first_sequence` is that of the next one.
create function millrace.open_state_delta(store_id integer, "partition" integer, first_sequence bigint) returns integer
language plpgsql volatile as $$
declare
  table_id integer;
begin
  insert into millrace.state_tables (store_id, partition, kind, first_sequence)
  values ($1, $2, 'DELTA', $3) returning id into table_id;
  -- added: keys that no earlier row of the table has. Only ever inserted into and then dropped, so autovacuum would find nothing to do.
  -- Not compressed: it is read once at most.
  execute format(
    'create table millrace_state.t%s (
       sequence bigint primary key, stream_time bigint, added integer not null, keys bytea[] not null, "values" bytea[] not null
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false)', table_id);
  execute format(
    'alter table millrace_state.t%s alter column keys set storage external, alter column "values" set storage external', table_id);
  return table_id;
end $$;

-- Makes a run that is to be filled. No part of the state until millrace.finish_state_run says so.
create function millrace.begin_state_run(store_id integer, "partition" integer) returns integer
language plpgsql volatile as $$
declare
  table_id integer := nextval('millrace.state_tables_id_seq');
begin
  insert into millrace.dropped_state_tables (table_id, store_id, partition, kind, filling) values (table_id, $1, $2, 'RUN', true);
  -- A null value: the key is gone, and hides what older runs have of it.
  execute format('create table millrace_state.t%s (key bytea primary key, value bytea)', table_id);
  return table_id;
end $$;

-- Puts a filled run into the place of the tables it was made of. Raises MR050 unless all are as they were: a partition has one owner, so
-- something is wrong then.
create function millrace.finish_state_run(
  run_id integer, sources integer[], last_sequence bigint, stream_time bigint, entry_count bigint, byte_size bigint)
returns void
language plpgsql volatile as $$
declare
  of_run record;
  from_sequence bigint;
  source_count integer;
begin
  delete from millrace.dropped_state_tables d where d.table_id = run_id and d.filling returning d.store_id, d.partition into of_run;
  with taken as (
    delete from millrace.state_tables t
    where t.id = any (sources) and t.store_id = of_run.store_id and t.partition = of_run.partition
    returning t.id, t.kind, t.first_sequence
  ), left_over as (
    insert into millrace.dropped_state_tables (table_id, store_id, partition, kind)
    select taken.id, of_run.store_id, of_run.partition, taken.kind from taken
  )
  select min(taken.first_sequence), count(*) into from_sequence, source_count from taken;
  if source_count is distinct from cardinality(sources) then
    raise exception using errcode = 'MR050', message = 'the tables of a state were changed by somebody else';
  end if;
  insert into millrace.state_tables (id, store_id, partition, kind, first_sequence, last_sequence, stream_time, entry_count, byte_size)
  values (run_id, of_run.store_id, of_run.partition, 'RUN', from_sequence, $3, $4, $5, $6);
end $$;

-- Drops a table that is no part of any state. Raises lock_not_available after 50 ms when somebody reads it.
create function millrace.drop_state_table(table_id integer) returns void
language plpgsql volatile set lock_timeout = '50ms' as $$
begin
  execute format('drop table if exists millrace_state.t%s', table_id);
  delete from millrace.dropped_state_tables d where d.table_id = drop_state_table.table_id;
end $$;

-- Takes all state of an application out of the catalogue; its tables wait to be dropped. Returns how many there are.
create function millrace.forget_state(application text) returns integer
language plpgsql volatile as $$
declare
  forgotten integer;
begin
  with stores as (
    delete from millrace.state_stores s using millrace.streams_applications a
    where a.id = s.application_id and a.name = application
    returning s.id
  ), left_over as (
    insert into millrace.dropped_state_tables (table_id, store_id, partition, kind)
    select t.id, t.store_id, t.partition, t.kind from millrace.state_tables t join stores on stores.id = t.store_id
    returning table_id
  )
  select count(*) into forgotten from left_over;
  return forgotten;
end $$;

-- Bytes from the end of a store's keys at which their time begins; null: they have none.
create function millrace.state_time_from_end(kind text) returns integer
language sql immutable parallel safe
return case kind when 'WINDOW' then 8 when 'SESSION' then 16 when 'BUFFER' then 16 end;

-- The time (ms since 1970) whose eight bytes begin `from_end` bytes before the end of a key: big-endian, the sign bit turned.
create function millrace.state_time(key bytea, from_end integer) returns bigint
language sql immutable parallel safe
return ('x' || encode(substr(key, length(key) - from_end + 1, 8), 'hex'))::bit(64)::bigint # (-9223372036854775808)::bigint;

-- The record key of a key that goes on with `suffix` bytes behind the two zero bytes that end it: 00 ff stands for a zero byte in it.
create function millrace.state_record_key(key bytea, suffix integer) returns bytea
language plpgsql immutable parallel safe as $$
declare
  rest bytea := substr(key, 1, length(key) - suffix - 2);
  unescaped bytea := '';
  at integer;
begin
  loop
    at := position('\x00ff'::bytea in rest);
    if at = 0 then
      return unescaped || rest;
    end if;
    unescaped := unescaped || substr(rest, 1, at);
    rest := substr(rest, at + 2);
  end loop;
end $$;

-- The last committed epoch of a store's partition, 0 before the first, and the stream time as it left that.
create function millrace.state_end(store_id integer, "partition" integer, out sequence bigint, out stream_time bigint)
language plpgsql stable as $$
declare
  source record;
begin
  for source in
    select t.id, t.kind, t.last_sequence, t.stream_time from millrace.state_tables t
    where t.store_id = $1 and t.partition = $2 order by (t.kind = 'DELTA') desc, t.last_sequence desc nulls last, t.id desc
  loop
    if source.kind = 'RUN' then
      sequence := source.last_sequence;
      stream_time := source.stream_time;
      return;
    end if;
    execute format('select d.sequence, d.stream_time from millrace_state.t%s d order by d.sequence desc limit 1', source.id)
    into sequence, stream_time;
    if sequence is not null then
      return;
    end if;
  end loop;
  sequence := 0;
end $$;

-- What is committed of a store's partition, by key: all of it, what lies between two keys (the second exclusive), or what there is of
-- `keys`. Entries that are gone or expired are left out; with `max_rows`, which is how many keys are looked at, they come without a value
-- instead, so that the next page can go on behind the last one. With `backward` the last keys come, in the order of keys backwards.
create function millrace.state_entries(
  store_id integer, "partition" integer, from_key bytea default null, to_key bytea default null, keys bytea[] default null,
  max_rows integer default null, backward boolean default false)
returns table (key bytea, value bytea)
language plpgsql stable as $$
declare
  wanted text := '';
  page text := '';
  direction text := case when backward then 'desc' else 'asc' end;
  sources text;
  expired text;
begin
  if from_key is not null then wanted := wanted || ' and key >= $1'; end if;
  if to_key is not null then wanted := wanted || ' and key < $2'; end if;
  if keys is not null then wanted := wanted || ' and key = any ($3)'; end if;
  -- The first keys of all are among the first of each table. Deltas are small.
  if max_rows is not null then page := format(' order by key %s limit $4', direction); end if;
  select string_agg(
    case t.kind
      when 'DELTA' then format(
        '(select e.key, e.value, d.sequence from millrace_state.t%s d cross join lateral unnest(d.keys, d."values") e (key, value) where true%s)',
        t.id, wanted)
      else format('(select key, value, %s::bigint as sequence from millrace_state.t%s where true%s%s)', t.last_sequence, t.id, wanted, page)
    end, ' union all ' order by t.id)
  into sources from millrace.state_tables t where t.store_id = $1 and t.partition = $2;
  if sources is null then
    return;
  end if;
  select format('millrace.state_time(n.key, %s) < %s', millrace.state_time_from_end(s.kind), e.stream_time - s.retention_ms)
  into expired from millrace.state_stores s cross join lateral millrace.state_end(s.id, $2) e
  where s.id = $1 and millrace.state_time_from_end(s.kind) is not null and e.stream_time - s.retention_ms is not null;
  expired := coalesce(expired, 'false');
  return query execute format(
    case when max_rows is null
      then 'select n.key, n.value from (%s) n where n.value is not null and not (%s) order by n.key %s'
      else 'select n.key, case when not (%2$s) then n.value end from (%1$s limit $4) n order by n.key %3$s' end,
    format('select distinct on (s.key) s.key, s.value from (%s) s order by s.key %s, s.sequence desc', sources, direction),
    expired, direction)
  using from_key, to_key, keys, max_rows;
end $$;

-- The partitions of a store. Raises MR051 when there is no such store.
create function millrace.state_partitions(application text, store text)
returns table (store_id integer, kind text, "partition" integer)
language plpgsql stable as $$
#variable_conflict use_column
declare
  found_id integer;
  found_kind text;
  look text;
begin
  select s.id, s.kind into found_id, found_kind from millrace.state_stores s
  join millrace.streams_applications a on a.id = s.application_id
  where a.name = state_partitions.application and s.name = state_partitions.store;
  if found_id is null then
    raise exception using errcode = 'MR051', message = format('There is no store "%s" of an application "%s".', store, application),
      hint = 'select a.name, s.name from millrace.state_stores s join millrace.streams_applications a on a.id = s.application_id lists them.';
  end if;
  -- Looks into all tables at once: from here on none of them is dropped before this transaction has ended.
  select string_agg(format('select from millrace_state.t%s where false', t.id), ' union all ')
  into look from millrace.state_tables t where t.store_id = found_id;
  if look is not null then
    execute look;
  end if;
  return query select found_id, found_kind, t.partition from millrace.state_tables t
    where t.store_id = found_id group by t.partition order by t.partition;
end $$;

-- Milliseconds since 1970 as a time, null where Postgres has none that far away.
create function millrace.timestamp_or_null(ms bigint) returns timestamptz
language sql immutable parallel safe
return case when ms between -62135596800000 and 9224318015999 then to_timestamp(ms / 1000.0) end;

-- The state of a store for people and reports: select * from millrace.state('widgets', 'widgets_per_line'). window_start is the start of a
-- window or session, or the time of a record that is kept; window_end the time of a session's last record.
create function millrace.state(application text, store text)
returns table (
  "partition" integer, key bytea, key_text text, window_start timestamptz, window_end timestamptz,
  value bytea, value_text text, value_json jsonb)
language sql stable as $$
  select p.partition, k.key, millrace.text_or_null(k.key),
         millrace.timestamp_or_null(case p.kind when 'SESSION' then millrace.state_time(e.key, 8)
                                                when 'KEY_VALUE' then null else millrace.state_time(e.key, millrace.state_time_from_end(p.kind)) end),
         millrace.timestamp_or_null(case p.kind when 'SESSION' then millrace.state_time(e.key, 16) end),
         e.value, millrace.text_or_null(e.value), millrace.jsonb_or_null(e.value)
  from millrace.state_partitions($1, $2) p
  cross join lateral millrace.state_entries(p.store_id, p.partition) e
  cross join lateral (
    select case p.kind when 'KEY_VALUE' then e.key
                       else millrace.state_record_key(e.key, millrace.state_time_from_end(p.kind)) end) k (key)
$$;

do $$ begin
  grant usage on schema millrace_state to millrace_reader;
  grant select on millrace.streams_applications, millrace.state_stores, millrace.state_tables, millrace.dropped_state_tables to millrace_reader;
  alter default privileges in schema millrace_state grant select on tables to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the state of applications: this user may not, or there is no such role.';
end $$;
