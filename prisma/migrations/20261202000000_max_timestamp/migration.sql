-- The record of a partition with the latest time (ms since 1970), the first one of several; no row when there are no records.
-- Reads the rows of the open segment, not their records, and those of sealed segments that may hold a later one.
create function millrace.max_timestamp(partition_id integer)
returns table (record_offset bigint, record_timestamp bigint)
language plpgsql stable as $$
declare
  segment record;
  found record;
  start_offset bigint;
begin
  select p.log_start_offset into start_offset from millrace.partitions p where p.id = max_timestamp.partition_id;
  for segment in
    select coalesce(s.table_id, s.id) as table_id, s.max_timestamp
    from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
    where b.partition_id = max_timestamp.partition_id
    -- A sealed one knows the latest time of all its partitions; one that is open or was not measured yet may hold any.
    order by s.max_timestamp desc nulls first, s.id
  loop
    exit when segment.max_timestamp < record_timestamp;
    -- The row that the log starts in counts by those of its records that are left, so it is looked into in any case.
    execute format(
      'select b.base_offset + coalesce(d.offset_delta, n - 1) as "offset", b.base_timestamp + coalesce(d.timestamp_delta, 0) as ms
       from (
         (select r.base_offset, r.base_timestamp, r.record_count, r.offset_deltas, r.timestamp_deltas
          from millrace_segments.s%1$s r where r.partition_id = $1 and r.base_offset >= $2
          order by r.max_timestamp desc, r.base_offset limit 1)
         union all
         (select r.base_offset, r.base_timestamp, r.record_count, r.offset_deltas, r.timestamp_deltas
          from millrace_segments.s%1$s r where r.partition_id = $1 and r.base_offset < $2
          order by r.base_offset desc limit 1)
       ) b
       cross join generate_series(1, b.record_count) as n
       left join unnest(b.offset_deltas, b.timestamp_deltas) with ordinality as d (offset_delta, timestamp_delta, position)
         on d.position = n
       where b.base_offset + coalesce(d.offset_delta, n - 1) >= $2
       order by ms desc, "offset" limit 1', segment.table_id)
    into found using max_timestamp.partition_id, start_offset;
    if found.ms > record_timestamp or record_timestamp is null
      or (found.ms = record_timestamp and found."offset" < record_offset) then
      record_offset := found."offset";
      record_timestamp := found.ms;
    end if;
  end loop;
  if record_offset is not null then
    return next;
  end if;
end $$;
