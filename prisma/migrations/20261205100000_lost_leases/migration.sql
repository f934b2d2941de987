-- Whoever rewrites a segment may have lost its lease without knowing: another node has given its table up then, and somebody drops it. So
-- it is the table's row among the dropped ones that both go by, and that they lock: what is being filled is put in a segment's place or
-- given up, never both, and what a segment is in is never dropped.

-- As in 20261125100000_compaction, but null also when the new table was given up.
create or replace function millrace.swap_segments(
  topic_id integer, segment_ids integer[], table_ids integer[], new_table integer, compacting boolean,
  new_row_count bigint, new_record_count bigint, new_max_timestamp bigint, new_tombstone_count bigint, new_removed_records bigint)
returns bigint
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  first_id integer := segment_ids[1];
  old_byte_size bigint;
  new_byte_size bigint;
begin
  -- Against whoever gets the lease and gives up what is being filled, and against the drop that follows.
  perform from millrace.dropped_segments d where d.segment_id = new_table and d.filling for update;
  if not found then
    return null;
  end if;
  new_byte_size := pg_total_relation_size(format('millrace_segments.s%s', new_table)::regclass);
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

-- As in 20261125000000_retention, but only a table that is still to be dropped: whoever calls it has read the list of them some time ago.
-- Raises object_in_use when a segment is in the table.
create or replace function millrace.drop_segment(segment_table integer) returns void
language plpgsql volatile set lock_timeout = '50ms' as $$
declare
  topic integer;
begin
  select d.topic_id into topic from millrace.dropped_segments d where d.segment_id = segment_table and not d.filling for update;
  if not found then
    return;
  end if;
  if exists (select from millrace.segments s
             where (topic is null or s.topic_id = topic) and coalesce(s.table_id, s.id) = segment_table) then
    raise object_in_use using message = format('a segment is in millrace_segments.s%s', segment_table),
      hint = format('delete from millrace.dropped_segments where segment_id = %s', segment_table);
  end if;
  if topic is not null and not pg_try_advisory_xact_lock(millrace.reading_lock(), topic) then
    raise lock_not_available using message = 'a transaction reads the topic';
  end if;
  execute format('drop table if exists millrace_segments.s%s', segment_table);
  delete from millrace.dropped_segments d where d.segment_id = segment_table;
end $$;
