-- Segments leave the log: by age, by size, behind deleted records. And a segment may be in another table than the one it was
-- written to, so that its rows can be written anew beside it and swapped without a lock on any table.

-- A sealed segment changes no more, so what decides how long it stays is looked up once.
alter table millrace.segments
  -- The number of its table where that is not its own: millrace_segments.s<table_id>. Drawn from the same sequence.
  add column table_id integer,
  -- Whether its table has gaps between offsets that are no damage. What is true of a table once stays true of it.
  add column compacted boolean not null default false,
  -- Of its newest record, ms since 1970; -1: it holds none; null: not looked up yet.
  add column max_timestamp bigint,
  -- On disk, with indexes; null: not looked up yet.
  add column byte_size bigint;

-- segment_id is the number of a table that no segment is in any more. Of whose records it was: readers hold a topic (see below).
alter table millrace.dropped_segments add column topic_id integer;

-- Taken shared, with a topic's id, by a transaction that reads a topic's tables one after another: until it ends none of them is
-- dropped. Whoever drops only tries to take it exclusively, so that nobody waits behind a report.
create function millrace.reading_lock() returns integer language sql immutable parallel safe return 1297219600;

-- Takes the sealed segments before the given one out of the log, which then starts where that one begins. Their tables wait in
-- dropped_segments. Gives how many were taken out: none when there is no such segment any more. Appends go on meanwhile: the topic's
-- lock is only shared, against a roll and a deletion, and is given up after 100 ms, because whoever comes behind a waiting roll waits.
create function millrace.expire_segments(topic_id integer, next_segment_id integer) returns integer
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  expired integer;
begin
  perform pg_advisory_xact_lock_shared(millrace.topic_lock(), expire_segments.topic_id);
  -- Against another node that does the same, or swaps one of their tables; by id, so that two never wait for each other.
  perform from millrace.segments s
  where s.topic_id = expire_segments.topic_id and s.id < next_segment_id order by s.id for update;
  -- Behind those locks, in a statement of its own: a segment that was joined to one before it would take its records along.
  if not exists (select from millrace.segments s where s.topic_id = expire_segments.topic_id and s.id = next_segment_id) then
    return 0;
  end if;
  -- By id, as deleteRecords does.
  perform from millrace.partitions p where p.topic_id = expire_segments.topic_id order by p.id for no key update;
  -- A partition that was added behind these segments has no records in them: its start is there already.
  update millrace.partitions p set log_start_offset = b.first_offset
  from millrace.segment_bounds b
  where b.segment_id = next_segment_id and b.partition_id = p.id and p.log_start_offset < b.first_offset;
  with taken as (
    delete from millrace.segments s where s.topic_id = expire_segments.topic_id and s.id < next_segment_id
    returning coalesce(s.table_id, s.id) as table_id, s.topic_id
  ), dropped as (
    insert into millrace.dropped_segments (segment_id, topic_id) select taken.table_id, taken.topic_id from taken
    returning 1
  )
  select count(*) into expired from dropped;
  return expired;
end $$;

-- As before, but a segment may be in another table, and those that are too old are not looked into.
create or replace function millrace.offset_for_time(partition_id integer, wanted bigint) returns bigint
language plpgsql stable as $$
declare
  segment_table integer;
  found_offset bigint;
  start_offset bigint;
begin
  select p.log_start_offset into start_offset from millrace.partitions p where p.id = offset_for_time.partition_id;
  for segment_table in
    select coalesce(s.table_id, s.id) from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
    where b.partition_id = offset_for_time.partition_id and (s.max_timestamp is null or s.max_timestamp >= wanted)
    order by s.id
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
       order by b.base_offset, r.n limit 1', segment_table)
    into found_offset using offset_for_time.partition_id, wanted, start_offset;
    if found_offset is not null then
      return found_offset;
    end if;
  end loop;
  return null;
end $$;

-- The batches that may hold records of a range, by segment, partition and offset; ends are exclusive. Volatile, because the
-- catalogue has to be read behind the lock, by a statement with a snapshot of its own.
create or replace function millrace.batches(
  topic text, "partition" integer default null, from_offset bigint default null, to_offset bigint default null,
  from_time timestamptz default null, to_time timestamptz default null)
returns table (
  partition_index integer, log_start_offset bigint, base_offset bigint, last_offset bigint, append_time bigint,
  base_timestamp bigint, max_timestamp bigint, record_count integer, log_epoch integer, byte_size integer,
  offset_deltas integer[], timestamp_deltas bigint[], keys bytea[], "values" bytea[],
  header_counts integer[], header_names text[], header_values bytea[])
language plpgsql volatile as $$
#variable_conflict use_column
declare
  wanted_topic integer;
  wanted_time bigint := ceil(extract(epoch from from_time) * 1000)::bigint;
  segment_table integer;
begin
  select t.id into wanted_topic from millrace.topics t where t.name = batches.topic;
  if wanted_topic is null then
    raise exception using errcode = 'MR002', message = format('There is no topic "%s".', batches.topic),
      hint = 'select name from millrace.topics lists them.';
  end if;
  perform pg_advisory_xact_lock_shared(millrace.reading_lock(), wanted_topic);
  for segment_table in
    select coalesce(s.table_id, s.id) from millrace.segments s
    where s.topic_id = wanted_topic and (wanted_time is null or s.max_timestamp is null or s.max_timestamp >= wanted_time)
    order by s.id
  loop
    begin
      return query execute format(
        'select p.index, p.log_start_offset, b.base_offset, b.last_offset, b.append_time, b.base_timestamp, b.max_timestamp,
                b.record_count, b.log_epoch, b.byte_size, b.offset_deltas, b.timestamp_deltas, b.keys, b."values",
                b.header_counts, b.header_names, b.header_values
         from millrace_segments.s%s b join millrace.partitions p on p.id = b.partition_id
         where ($1 is null or p.index = $1) and b.last_offset >= greatest(p.log_start_offset, coalesce($2, 0))
           and ($3 is null or b.base_offset < $3) and ($4 is null or b.max_timestamp >= $4)
         order by p.index, b.base_offset', segment_table)
      using "partition", from_offset, to_offset, wanted_time;
    exception when undefined_table then
      -- Only under REPEATABLE READ or SERIALIZABLE: the snapshot is older than the lock.
      raise exception using errcode = 'serialization_failure',
        message = format('A table of "%s" was dropped after this transaction began and before it first read the topic.', batches.topic),
        hint = 'Run the transaction again.';
    end;
  end loop;
end $$;

-- As before; and where the open segment was rolled and dropped between the look at the catalogue and the look at its table, the
-- one that is open by then is read.
create or replace function millrace.partition_ends(partition_ids integer[])
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
    begin
      return query execute format(
        'select p.id, p.log_start_offset, greatest(p.log_start_offset, coalesce(
           (select t.last_offset + 1 from millrace_segments.s%s t where t.partition_id = p.id order by t.base_offset desc limit 1),
           (select b.first_offset from millrace.segment_bounds b where b.segment_id = $1 and b.partition_id = p.id),
           0))
         from millrace.partitions p where p.id = any ($2)', open_segment.id)
      using open_segment.id, open_segment.partitions;
    exception when undefined_table then
      -- Still open and without a table is damage; so it looks too where the snapshot is older than the roll.
      if exists (select from millrace.segments s where s.id = open_segment.id and s.sealed_at is null) then
        raise;
      end if;
      return query select e.* from millrace.partition_ends(open_segment.partitions) e;
    end;
  end loop;
end $$;

-- Drops a table that no segment is in any more. Raises lock_not_available when somebody reads it, or reads the topic's tables one
-- after another: a waiting drop would make everybody behind it wait, so it hardly waits and is tried again.
create function millrace.drop_segment(segment_table integer) returns void
language plpgsql volatile set lock_timeout = '50ms' as $$
declare
  topic integer;
begin
  select d.topic_id into topic from millrace.dropped_segments d where d.segment_id = segment_table;
  if topic is not null and not pg_try_advisory_xact_lock(millrace.reading_lock(), topic) then
    raise lock_not_available using message = 'a transaction reads the topic';
  end if;
  execute format('drop table if exists millrace_segments.s%s', segment_table);
  delete from millrace.dropped_segments d where d.segment_id = segment_table;
end $$;
