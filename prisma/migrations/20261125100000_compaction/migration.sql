-- Compaction and merging: the rows of sealed segments are written anew to another table, which then takes the place of theirs.

alter table millrace.segments
  -- Whether all its records have been compacted against all that came before them and with them.
  add column clean boolean not null default false,
  -- When its rows were written anew last, by compaction or merging; null: they lie as they were appended.
  add column rewritten_at timestamptz(3),
  -- Of its table; null: not looked up yet.
  add column row_count bigint,
  add column record_count bigint,
  -- Records without a value that the last compaction left; null: it was not compacted.
  add column tombstone_count bigint,
  -- What compaction took out of it: records, and bytes on disk.
  add column removed_records bigint not null default 0,
  add column removed_bytes bigint not null default 0;

-- True: no segment is in the table yet, because whoever holds the lease of compaction is filling it. It is not dropped meanwhile;
-- whoever gets the lease next finds it here.
alter table millrace.dropped_segments add column filling boolean not null default false;

-- What compaction has done: since compacted_at (ms since 1970, the database's clock) no key is twice before compacted_offset. So a
-- tombstone before it may go once that is deleteRetentionMs ago. The newest of a partition says where compaction goes on.
create table millrace.compactions (
  partition_id       integer not null,
  compacted_offset   bigint not null,
  compacted_at       bigint not null,
  -- Whether the tombstones before it are gone.
  tombstones_removed boolean not null default false,
  primary key (partition_id, compacted_offset),
  constraint compactions_partition_id_fkey foreign key (partition_id) references millrace.partitions (id) on delete cascade on update cascade
);

-- Makes a table for rows of a segment that are written anew, with the columns and the compression of the table they lie in. No
-- segment is in it until swap_segments. Returns its number.
create function millrace.create_rewritten_table(topic_id integer, segment_table integer) returns integer
language plpgsql volatile as $$
declare
  table_id integer := nextval('millrace.segments_id_seq');
begin
  execute format(
    'create table millrace_segments.s%s (like millrace_segments.s%s including storage including compression,
       primary key (partition_id, base_offset))
     with (autovacuum_enabled = false, toast.autovacuum_enabled = false)', table_id, segment_table);
  insert into millrace.dropped_segments (segment_id, topic_id, filling) values (table_id, create_rewritten_table.topic_id, true);
  return table_id;
end $$;

-- Puts a table that was filled in the place of those of neighbouring sealed segments, which are one from then on, the first of them.
-- segment_ids ascending, table_ids where their rows lay when they were read. Returns the new table's bytes on disk; null
-- when the rows do not lie there any more: the segments left the log, or their topic was deleted. No table is locked: whoever reads the old ones reads on, and they are dropped later.
create function millrace.swap_segments(
  topic_id integer, segment_ids integer[], table_ids integer[], new_table integer, compacting boolean,
  new_row_count bigint, new_record_count bigint, new_max_timestamp bigint, new_tombstone_count bigint, new_removed_records bigint)
returns bigint
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  first_id integer := segment_ids[1];
  old_byte_size bigint;
  new_byte_size bigint := pg_total_relation_size(format('millrace_segments.s%s', new_table)::regclass);
begin
  -- Shared, against a roll and a deletion; given up after 100 ms, because whoever comes behind a waiting roll waits.
  perform pg_advisory_xact_lock_shared(millrace.topic_lock(), swap_segments.topic_id);
  -- Against retention; by id, so that two never wait for each other.
  perform from millrace.segments s
  where s.topic_id = swap_segments.topic_id and s.id = any (segment_ids) order by s.id for update;
  -- Behind those locks, in a statement of its own, whose snapshot is younger than they are.
  if table_ids is distinct from (
    select array_agg(coalesce(s.table_id, s.id) order by s.id) from millrace.segments s
    where s.topic_id = swap_segments.topic_id and s.id = any (segment_ids) and s.sealed_at is not null
  ) then
    return null;
  end if;
  select sum(s.byte_size) into old_byte_size from millrace.segments s where s.id = any (segment_ids);
  -- A partition that was added behind the first of them begins in the joined one where it began in a later one.
  insert into millrace.segment_bounds (segment_id, partition_id, first_offset)
  select first_id, b.partition_id, min(b.first_offset) from millrace.segment_bounds b
  where b.segment_id = any (segment_ids)
    and not exists (select from millrace.segment_bounds f where f.segment_id = first_id and f.partition_id = b.partition_id)
  group by b.partition_id;
  update millrace.segments s set
    table_id = new_table, rewritten_at = clock_timestamp(), frozen_at = null,
    sealed_at = joined.sealed_at, clean = joined.clean, compacted = joined.compacted or compacting,
    byte_size = new_byte_size, max_timestamp = new_max_timestamp, row_count = new_row_count, record_count = new_record_count,
    tombstone_count = new_tombstone_count,
    removed_records = joined.removed_records + new_removed_records,
    removed_bytes = joined.removed_bytes + case when compacting then greatest(0, coalesce(old_byte_size, 0) - new_byte_size) else 0 end
  from (
    select max(j.sealed_at) as sealed_at, bool_and(j.clean) as clean, bool_or(j.compacted) as compacted,
           sum(j.removed_records)::bigint as removed_records, sum(j.removed_bytes)::bigint as removed_bytes
    from millrace.segments j where j.id = any (segment_ids)
  ) joined
  where s.id = first_id;
  delete from millrace.segments s where s.id = any (segment_ids) and s.id <> first_id;
  delete from millrace.dropped_segments d where d.segment_id = new_table;
  insert into millrace.dropped_segments (segment_id, topic_id) select t, swap_segments.topic_id from unnest(table_ids) as t;
  return new_byte_size;
end $$;

-- Where `wanted` records of a partition or more lie before an offset, in a log with gaps: a row's base_offset, else where the log
-- starts. Looks at rows from the newest on, not into them.
create function millrace.offset_before(partition_id integer, before_offset bigint, wanted bigint) returns bigint
language plpgsql stable as $$
declare
  segment_table integer;
  counted bigint := 0;
  reached bigint;
  start_offset bigint;
  batch record;
begin
  select p.log_start_offset into start_offset from millrace.partitions p where p.id = offset_before.partition_id;
  for segment_table in
    select coalesce(s.table_id, s.id) from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
    where b.partition_id = offset_before.partition_id and b.first_offset < before_offset
    order by s.id desc
  loop
    for batch in execute format(
      'select b.base_offset, b.last_offset, b.record_count from millrace_segments.s%s b
       where b.partition_id = $1 and b.base_offset < $2 and b.last_offset >= $3 order by b.base_offset desc', segment_table)
      using offset_before.partition_id, before_offset, start_offset
    loop
      reached := batch.base_offset;
      -- A row that is cut by either end counts for nothing: what is too much is left out by whoever reads.
      if batch.last_offset < before_offset and batch.base_offset >= start_offset then
        counted := counted + batch.record_count;
      end if;
      if counted >= wanted then
        return reached;
      end if;
    end loop;
  end loop;
  return start_offset;
end $$;

-- When the batch that holds each offset was appended (ms since 1970), or the next one that is there, where offsets are gone; those
-- with nothing behind them are left out. Mostly reads one row of each partition. Volatile: it must see what
-- millrace.partition_ends saw in the same statement before. As in 20261124000000_groups but for gaps and for segments in other tables.
create or replace function millrace.append_times(partition_ids integer[], offsets bigint[])
returns table (partition_id integer, "offset" bigint, append_time bigint)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  segment record;
  batch record;
  later_table integer;
  found_time bigint;
begin
  for segment in
    select s.id, coalesce(s.table_id, s.id) as table_id,
           array_agg(wanted.partition_id) as partition_ids, array_agg(wanted.wanted_offset) as offsets
    from unnest(append_times.partition_ids, append_times.offsets) as wanted (partition_id, wanted_offset)
    cross join lateral (
      select b.segment_id from millrace.segment_bounds b
      where b.partition_id = wanted.partition_id and b.first_offset <= wanted.wanted_offset
      order by b.segment_id desc limit 1
    ) found
    join millrace.segments s on s.id = found.segment_id
    group by s.id
  loop
    for batch in execute format(
      'select wanted.partition_id, wanted.wanted_offset, coalesce(
         (select case when s.last_offset >= wanted.wanted_offset then s.append_time end from millrace_segments.s%1$s s
          where s.partition_id = wanted.partition_id and s.base_offset <= wanted.wanted_offset
          order by s.base_offset desc limit 1),
         (select s.append_time from millrace_segments.s%1$s s
          where s.partition_id = wanted.partition_id and s.base_offset > wanted.wanted_offset
          order by s.base_offset limit 1)) as append_time
       from unnest($1, $2) as wanted (partition_id, wanted_offset)', segment.table_id)
      using segment.partition_ids, segment.offsets
    loop
      found_time := batch.append_time;
      if found_time is null then
        -- Nothing of the segment is left behind the offset.
        for later_table in
          select coalesce(s.table_id, s.id) from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
          where b.partition_id = batch.partition_id and b.segment_id > segment.id order by b.segment_id
        loop
          execute format('select s.append_time from millrace_segments.s%s s where s.partition_id = $1 order by s.base_offset limit 1',
            later_table)
          into found_time using batch.partition_id;
          exit when found_time is not null;
        end loop;
      end if;
      if found_time is not null then
        partition_id := batch.partition_id;
        "offset" := batch.wanted_offset;
        append_time := found_time;
        return next;
      end if;
    end loop;
  end loop;
end $$;
