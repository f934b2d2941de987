-- What a flush appended for a producer lies in its row as long as it fits into a page: some kilobytes of `calls` cost two or three rows of
-- a second table and entries of its index otherwise. As create_producer_table was, but for toast_tuple_target.
create or replace function millrace.create_producer_table() returns integer
language plpgsql volatile as $$
declare
  table_id integer;
begin
  insert into millrace.producer_tables (opened_at) values (clock_timestamp()) returning id into table_id;
  execute format(
    'create table millrace_segments.p%1$s (
       producer_id integer not null, topic_id integer not null, epoch integer not null,
       first_sequence bigint not null, last_sequence bigint not null, appended_at bigint not null,
       partition_ids integer[] not null, base_offsets bigint[] not null, append_times bigint[] not null, calls bytea not null,
       primary key (producer_id, topic_id, epoch, first_sequence)
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false, toast_tuple_target = 8160);
     alter table millrace_segments.p%1$s alter column calls set storage external', table_id);
  return table_id;
end $$;

-- The open one. Waits for nobody who appends.
do $$
declare
  open_id integer;
begin
  for open_id in select t.id from millrace.producer_tables t where t.sealed_at is null loop
    execute format('alter table millrace_segments.p%s set (toast_tuple_target = 8160)', open_id);
  end loop;
end $$;
