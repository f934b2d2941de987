-- The metadata of the log, and the functions over it. Segment tables are made at run time by millrace.create_segment.

create schema if not exists millrace;
create schema if not exists millrace_segments;
create schema if not exists millrace_topics;

create table millrace.topics (
  id         serial primary key,
  name       text not null,
  internal   boolean not null default false,
  config     jsonb not null default '{}',
  created_at timestamptz(3) not null default current_timestamp
);
create unique index topics_name_key on millrace.topics (name);

create table millrace.partitions (
  id               serial primary key,
  topic_id         integer not null,
  index            integer not null,
  log_start_offset bigint not null default 0,
  created_at       timestamptz(3) not null default current_timestamp,
  constraint partitions_topic_id_fkey foreign key (topic_id) references millrace.topics (id) on delete cascade on update cascade
);
create unique index partitions_topic_id_index_key on millrace.partitions (topic_id, index);

create table millrace.segments (
  id        serial primary key,
  topic_id  integer not null,
  opened_at timestamptz(3) not null default current_timestamp,
  sealed_at timestamptz(3),
  frozen_at timestamptz(3),
  constraint segments_topic_id_fkey foreign key (topic_id) references millrace.topics (id) on delete cascade on update cascade
);
create index segments_topic_id_id_idx on millrace.segments (topic_id, id);

create table millrace.segment_bounds (
  segment_id   integer not null,
  partition_id integer not null,
  first_offset bigint not null,
  primary key (segment_id, partition_id),
  constraint segment_bounds_segment_id_fkey foreign key (segment_id) references millrace.segments (id) on delete cascade on update cascade,
  constraint segment_bounds_partition_id_fkey foreign key (partition_id) references millrace.partitions (id) on delete cascade on update cascade
);
create index segment_bounds_partition_id_segment_id_idx on millrace.segment_bounds (partition_id, segment_id);

create table millrace.dropped_segments (
  segment_id integer primary key,
  dropped_at timestamptz(3) not null default current_timestamp
);

create table millrace.nodes (
  id           uuid primary key,
  role         text not null,
  hostname     text not null,
  process_id   integer not null,
  version      text not null,
  address      text,
  started_at   timestamptz(3) not null default current_timestamp,
  heartbeat_at timestamptz(3) not null default current_timestamp
);

-- The clock that nodes compare with: milliseconds since 1970. A function, so that a test database can shift it.
create function millrace.now() returns bigint
language sql volatile parallel safe
return (extract(epoch from clock_timestamp()) * 1000)::bigint;

-- Advisory locks use the two-integer form. The first says what the second is the id of; taken in this order, and by id
-- within one class, so that no two transactions wait for each other.
create function millrace.topic_lock() returns integer language sql immutable parallel safe return 1297219585;
create function millrace.partition_lock() returns integer language sql immutable parallel safe return 1297219586;
create function millrace.offsets_lock() returns integer language sql immutable parallel safe return 1297219587;
create function millrace.lease_lock() returns integer language sql immutable parallel safe return 1297219588;

-- Makes the next segment of a topic and its table. The caller holds the topic's lock exclusively.
-- compression: 'none', 'pglz' or 'lz4'.
create function millrace.create_segment(topic_id integer, compression text) returns integer
language plpgsql volatile as $$
declare
  segment_id integer;
  target text;
  attribute text;
begin
  insert into millrace.segments (topic_id) values ($1) returning id into segment_id;
  target := format('millrace_segments.s%s', segment_id);
  -- Segments are only ever inserted into and then frozen once, so autovacuum would find nothing to do in them.
  execute format(
    'create table %s (
       base_offset bigint not null, last_offset bigint not null, append_time bigint not null,
       base_timestamp bigint not null, max_timestamp bigint not null, crc bigint not null,
       partition_id integer not null, record_count integer not null, log_epoch integer not null,
       byte_size integer not null, format smallint not null,
       offset_deltas integer[], timestamp_deltas bigint[], keys bytea[], "values" bytea[] not null,
       header_counts integer[], header_names text[], header_values bytea[],
       primary key (partition_id, base_offset)
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false)', target);
  foreach attribute in array array['timestamp_deltas', 'keys', 'values', 'header_names', 'header_values'] loop
    if compression = 'none' then
      execute format('alter table %s alter column %I set storage external', target, attribute);
    else
      execute format('alter table %s alter column %I set compression %s', target, attribute, compression);
    end if;
  end loop;
  return segment_id;
end $$;

-- Raises MR001 unless every given segment is still open. Runs in a statement of its own behind the locks, because a
-- statement's snapshot is older than the lock that it waits for.
create function millrace.assert_segments_open(segment_ids integer[]) returns void
language plpgsql volatile as $$
begin
  if exists (
    select from unnest(segment_ids) as wanted (id)
    where not exists (select from millrace.segments s where s.id = wanted.id and s.sealed_at is null)
  ) then
    raise exception using errcode = 'MR001', message = 'a segment was rolled or its topic deleted';
  end if;
end $$;

-- The end (the next offset) of each given partition that still exists, and where its log starts.
create function millrace.partition_ends(partition_ids integer[])
returns table (partition_id integer, log_start_offset bigint, end_offset bigint)
language plpgsql volatile as $$
declare
  open_segment record;
begin
  for open_segment in
    select s.id, array_agg(p.id) as partitions
    from millrace.partitions p
    join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
    where p.id = any (partition_ids)
    group by s.id
  loop
    return query execute format(
      'select p.id, p.log_start_offset, greatest(p.log_start_offset, coalesce(
         (select t.last_offset + 1 from millrace_segments.s%s t where t.partition_id = p.id order by t.base_offset desc limit 1),
         (select b.first_offset from millrace.segment_bounds b where b.segment_id = $1 and b.partition_id = p.id),
         0))
       from millrace.partitions p where p.id = any ($2)', open_segment.id)
    using open_segment.id, open_segment.partitions;
  end loop;
end $$;

-- The offset of a partition's first record with the given time (ms since 1970) or a later one; null when there is none.
create function millrace.offset_for_time(partition_id integer, wanted bigint) returns bigint
language plpgsql stable as $$
declare
  segment_id integer;
  found_offset bigint;
  start_offset bigint;
begin
  select p.log_start_offset into start_offset from millrace.partitions p where p.id = offset_for_time.partition_id;
  for segment_id in
    select b.segment_id from millrace.segment_bounds b where b.partition_id = offset_for_time.partition_id order by b.segment_id
  loop
    -- In the order of offsets: times may go back and forth, and the first record that is late enough counts.
    execute format(
      'select b.base_offset + coalesce(r.offset_delta, r.n - 1)
       from millrace_segments.s%s b
       cross join lateral (
         select n, d.offset_delta, b.base_timestamp + coalesce(d.timestamp_delta, 0) as ms
         from generate_series(1, b.record_count) as n
         left join unnest(b.offset_deltas, b.timestamp_deltas) with ordinality as d (offset_delta, timestamp_delta, position)
           on d.position = n
       ) r
       where b.partition_id = $1 and b.max_timestamp >= $2 and b.last_offset >= $3
         and r.ms >= $2 and b.base_offset + coalesce(r.offset_delta, r.n - 1) >= $3
       order by b.base_offset, r.n limit 1', segment_id)
    into found_offset using offset_for_time.partition_id, wanted, start_offset;
    if found_offset is not null then
      return found_offset;
    end if;
  end loop;
  return null;
end $$;

-- Seals the topic's open segment and opens the next one, unless another node has already done so. No table is locked,
-- so a report that reads the segment is not waited for. Raises lock_not_available after 100 ms: new appends wait behind
-- this lock, and a frozen node must not make a topic wait. Returns the id of the open segment, null for an unknown topic.
create function millrace.roll_segment(topic_id integer, expected_segment_id integer, compression text) returns integer
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  open_id integer;
  next_id integer;
begin
  perform pg_advisory_xact_lock(millrace.topic_lock(), roll_segment.topic_id);
  select s.id into open_id from millrace.segments s where s.topic_id = roll_segment.topic_id and s.sealed_at is null;
  if open_id is distinct from expected_segment_id then
    return open_id;
  end if;
  next_id := millrace.create_segment(roll_segment.topic_id, compression);
  execute format(
    'insert into millrace.segment_bounds (segment_id, partition_id, first_offset)
     select $1, b.partition_id, coalesce(
       (select t.last_offset + 1 from millrace_segments.s%s t where t.partition_id = b.partition_id order by t.base_offset desc limit 1),
       b.first_offset)
     from millrace.segment_bounds b where b.segment_id = $2', open_id)
  using next_id, open_id;
  update millrace.segments s set sealed_at = clock_timestamp() where s.id = open_id;
  return next_id;
end $$;

-- Text of bytes that are UTF-8 without U+0000, else null. Not parallel safe: before Postgres 17 nothing that catches an
-- error may run in a parallel plan.
create function millrace.text_or_null(bytes bytea) returns text
language plpgsql immutable as $$
begin
  return convert_from(bytes, 'UTF8');
exception when others then
  return null;
end $$;

-- jsonb of bytes that are JSON text, else null.
create function millrace.jsonb_or_null(bytes bytea) returns jsonb
language plpgsql immutable as $$
begin
  return convert_from(bytes, 'UTF8')::jsonb;
exception when others then
  return null;
end $$;

-- The headers of the n-th record of a batch (from 1): [{"key": …, "value": text or null}], with "bytes" (hex) in place of
-- a value that is not text.
create function millrace.headers_of(counts integer[], names text[], "values" bytea[], n bigint) returns jsonb
language sql immutable as $$
  select coalesce(
    (select jsonb_agg(
       case when h.value is null or millrace.text_or_null(h.value) is not null
         then jsonb_build_object('key', h.name, 'value', millrace.text_or_null(h.value))
         else jsonb_build_object('key', h.name, 'bytes', encode(h.value, 'hex')) end
       order by h.position)
     from (select coalesce(sum(c), 0) as skipped from unnest($1[1:$4::integer - 1]) as c) before,
          unnest($2, $3) with ordinality as h (name, value, position)
     where h.position > before.skipped and h.position <= before.skipped + $1[$4::integer]),
    '[]'::jsonb)
$$;

-- The batches that may hold records of a range, by segment, partition and offset; ends are exclusive.
create function millrace.batches(
  topic text, "partition" integer default null, from_offset bigint default null, to_offset bigint default null,
  from_time timestamptz default null, to_time timestamptz default null)
returns table (
  partition_index integer, log_start_offset bigint, base_offset bigint, last_offset bigint, append_time bigint,
  base_timestamp bigint, max_timestamp bigint, record_count integer, log_epoch integer, byte_size integer,
  offset_deltas integer[], timestamp_deltas bigint[], keys bytea[], "values" bytea[],
  header_counts integer[], header_names text[], header_values bytea[])
language plpgsql stable as $$
#variable_conflict use_column
declare
  segment_id integer;
begin
  if not exists (select from millrace.topics t where t.name = batches.topic) then
    raise exception using errcode = 'MR002', message = format('There is no topic "%s".', batches.topic),
      hint = 'select name from millrace.topics lists them.';
  end if;
  for segment_id in
    select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id
    where t.name = batches.topic order by s.id
  loop
    return query execute format(
      'select p.index, p.log_start_offset, b.base_offset, b.last_offset, b.append_time, b.base_timestamp, b.max_timestamp,
              b.record_count, b.log_epoch, b.byte_size, b.offset_deltas, b.timestamp_deltas, b.keys, b."values",
              b.header_counts, b.header_names, b.header_values
       from millrace_segments.s%s b join millrace.partitions p on p.id = b.partition_id
       where ($1 is null or p.index = $1) and b.last_offset >= greatest(p.log_start_offset, coalesce($2, 0))
         and ($3 is null or b.base_offset < $3) and ($4 is null or b.max_timestamp >= $4)
       order by p.index, b.base_offset', segment_id)
    using "partition", from_offset, to_offset, ceil(extract(epoch from from_time) * 1000)::bigint;
  end loop;
end $$;

-- The records of a topic, one a row, for people and reports: select * from millrace.records('orders') limit 10.
-- partition, "offset", timestamp; key and value as text, as jsonb (null where it is not JSON) and as bytes; headers as
-- jsonb. Ends are exclusive. Plain SQL over millrace.batches, so that Postgres inlines it and decodes only what is asked for.
create function millrace.records(
  topic text, "partition" integer default null, from_offset bigint default null, to_offset bigint default null,
  from_time timestamptz default null, to_time timestamptz default null)
returns table (
  "partition" integer, "offset" bigint, "timestamp" timestamptz,
  key text, value text, key_json jsonb, value_json jsonb, key_bytes bytea, value_bytes bytea, headers jsonb)
language sql stable as $$
  select b.partition_index, o.record_offset, to_timestamp(t.ms / 1000.0),
         millrace.text_or_null(r.key), millrace.text_or_null(r.value),
         millrace.jsonb_or_null(r.key), millrace.jsonb_or_null(r.value), r.key, r.value,
         case when b.header_counts is null then '[]'::jsonb
              else millrace.headers_of(b.header_counts, b.header_names, b.header_values, r.n) end
  from millrace.batches($1, $2, $3, $4, $5, $6) b
  cross join lateral unnest(b."values", b.keys, b.offset_deltas, b.timestamp_deltas) with ordinality
    as r (value, key, offset_delta, timestamp_delta, n)
  cross join lateral (select b.base_offset + coalesce(r.offset_delta, r.n - 1)) as o (record_offset)
  cross join lateral (select b.base_timestamp + coalesce(r.timestamp_delta, 0)) as t (ms)
  where o.record_offset >= greatest(b.log_start_offset, coalesce($3, 0))
    and ($4 is null or o.record_offset < $4)
    and ($5 is null or t.ms >= extract(epoch from $5) * 1000)
    and ($6 is null or t.ms < extract(epoch from $6) * 1000)
$$;

-- The name of a topic's view in millrace_topics: the topic's own, or a shortened one where Postgres would cut it.
create function millrace.topic_view(topic text) returns text
language sql immutable parallel safe
return case when octet_length(topic) <= 63 then topic else left(topic, 46) || '_' || left(md5(topic), 16) end;

-- Whoever is granted millrace_reader can read the log with SQL and nothing else. Where this user may not create roles, the
-- role is left to whoever may: create it and run the grants below.
do $$
begin
  if not exists (select from pg_roles where rolname = 'millrace_reader') then
    create role millrace_reader nologin;
  end if;
  grant usage on schema millrace, millrace_segments, millrace_topics to millrace_reader;
  grant select on millrace.topics, millrace.partitions, millrace.segments, millrace.segment_bounds to millrace_reader;
  alter default privileges in schema millrace_segments, millrace_topics grant select on tables to millrace_reader;
exception when insufficient_privilege then
  raise notice 'The role millrace_reader was not created: this user may not create roles.';
end $$;
