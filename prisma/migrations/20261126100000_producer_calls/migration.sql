-- What producers appended, so that a call that is sent again is not appended again. Moves at the speed of the log: inserted with the
-- records, in their transaction, into tables of its own that are rolled and dropped like those of committed offsets.

-- One table of calls in millrace_segments, named p<id>. One is open; at most one is sealed and not carried over yet.
create table millrace.producer_tables (
  id              serial primary key,
  opened_at       timestamptz(3) not null default current_timestamp,
  sealed_at       timestamptz(3),
  -- When its newest rows were copied into the open table: from then on it is only waiting to be dropped.
  carried_over_at timestamptz(3),
  -- What it held once those of the table before it were copied into it.
  carried_bytes   bigint not null default 0
);

-- With a number made of a producer and a topic: exclusively by a transaction that appends for that producer to that topic, so that
-- the same call is not judged twice at a time. Taken last of all, behind producer_lock().
create function millrace.producer_topic_lock() returns integer language sql immutable parallel safe return 1297219590;

-- Makes the next table. The caller holds (producer_lock(), 0) exclusively. A row: what one flush appended for one producer to one
-- topic, calls first_sequence to last_sequence. It begins where the row before it ends, so a gap is seen by the newest row
-- alone, and the key keeps out two that begin alike. The n-th of partition_ids, base_offsets and append_times is a batch row that
-- was inserted; `calls` says which of their records are whose (packages/engine/src/producer/encode-calls.ts).
create function millrace.create_producer_table() returns integer
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
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false);
     alter table millrace_segments.p%1$s alter column calls set storage external', table_id);
  return table_id;
end $$;

select millrace.create_producer_table();

-- The tables that count, newest first.
create function millrace.producer_table_ids() returns setof integer
language sql stable
begin atomic
  select t.id from millrace.producer_tables t where t.carried_over_at is null order by t.id desc;
end;

-- Of each pair of producer and topic: the producer's epoch (null: not known), and the last sequence that was appended in it to that
-- topic (null: none).
create function millrace.producer_states(producer_ids integer[], topic_ids integer[])
returns table (n bigint, epoch integer, last_sequence bigint)
language plpgsql volatile as $$
declare
  newest text;
begin
  for attempt in 1..3 loop
    begin
      select string_agg(format(
        '(select c.last_sequence from millrace_segments.p%s c
          where c.producer_id = p.id and c.topic_id = w.topic_id and c.epoch = p.epoch order by c.first_sequence desc limit 1)', t.id),
        ', ')
      into newest from millrace.producer_table_ids() as t (id);
      return query execute format(
        'select w.n, p.epoch, greatest(%s)
         from unnest($1, $2) with ordinality as w (producer_id, topic_id, n)
         left join millrace.producers p on p.id = w.producer_id', newest)
      using producer_ids, topic_ids;
      return;
    exception when undefined_table then
      -- Rolled, carried over and dropped since the catalogue was read.
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- What an insert of calls calls that met one which may not be inserted. Raises MR013 unless these are the tables that count, the open
-- one and the sealed one that is not carried over yet (null: none); else MR012 with the numbers of all runs that do not begin where
-- their producer's calls to the topic end, so that the others go again once.
create function millrace.refuse_calls(
  open_id integer, sealed_id integer, topic_id integer,
  runs integer[], producer_ids integer[], epochs integer[], first_sequences bigint[], refused_run integer)
returns boolean
language plpgsql volatile as $$
declare
  refused integer[];
begin
  if array(select millrace.producer_table_ids()) <> array_remove(array[open_id, sealed_id], null) then
    raise exception using errcode = 'MR013', message = 'the table of producers'' calls was rolled or carried over';
  end if;
  select array_agg(w.run order by w.run) into refused
  from unnest(runs, epochs, first_sequences) with ordinality as w (run, epoch, first_sequence, n)
  join millrace.producer_states(producer_ids, array_fill(topic_id, array[cardinality(producer_ids)])) s on s.n = w.n
  where (s.epoch = w.epoch and w.first_sequence = coalesce(s.last_sequence, -1) + 1) is not true;
  raise exception using errcode = 'MR012', message = 'calls of producers are not in sequence',
    detail = array_to_string(coalesce(refused, array[refused_run]), ',');
end $$;

-- The row that holds a call; none where it was not appended, or is not remembered any more.
create function millrace.producer_call(producer_id integer, topic_id integer, epoch integer, sequence bigint)
returns table (first_sequence bigint, last_sequence bigint, partition_ids integer[], base_offsets bigint[], append_times bigint[], calls bytea)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  candidates text;
begin
  for attempt in 1..3 loop
    begin
      select string_agg(format(
        '(select c.first_sequence, c.last_sequence, c.partition_ids, c.base_offsets, c.append_times, c.calls
          from millrace_segments.p%s c
          where c.producer_id = $1 and c.topic_id = $2 and c.epoch = $3 and c.first_sequence <= $4
          order by c.first_sequence desc limit 1)', t.id), ' union all ')
      into candidates from millrace.producer_table_ids() as t (id);
      return query execute format('select * from (%s) c where c.last_sequence >= $4 limit 1', candidates)
      using producer_call.producer_id, producer_call.topic_id, producer_call.epoch, producer_call.sequence;
      return;
    exception when undefined_table then
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- Seals the open table and opens the next one, unless another node has already done so or the table before is not carried over
-- yet. Raises lock_not_available after 100 ms, because appends with sequences wait behind this lock. Gives the id of the open table.
create function millrace.roll_producer_table(expected_id integer) returns integer
language plpgsql volatile set lock_timeout = '100ms' as $$
declare
  open_id integer;
  next_id integer;
begin
  -- Exclusive: whoever inserts into the open table is done, and the next one finds the new table.
  perform pg_advisory_xact_lock(millrace.producer_lock(), 0);
  select t.id into open_id from millrace.producer_tables t where t.sealed_at is null;
  if open_id <> expected_id
     or exists (select from millrace.producer_tables t where t.sealed_at is not null and t.carried_over_at is null) then
    return open_id;
  end if;
  next_id := millrace.create_producer_table();
  update millrace.producer_tables t set sealed_at = clock_timestamp() where t.id = open_id;
  return next_id;
end $$;

-- Copies the newest five rows of each producer and topic from the sealed table into the open one. What belongs to a producer, an
-- epoch or a topic that is gone stays behind. Gives the number of rows, null when there is nothing to carry over or another
-- node is at it.
create function millrace.carry_over_producer_calls() returns bigint
language plpgsql volatile as $$
declare
  sealed_id integer;
  open_id integer;
  copied bigint;
begin
  -- The row is the lease. While it is not carried over nobody rolls, so the open table stays the one that it is.
  select t.id into sealed_id from millrace.producer_tables t
  where t.sealed_at is not null and t.carried_over_at is null
  for update skip locked;
  if sealed_id is null then
    return null;
  end if;
  select t.id into open_id from millrace.producer_tables t where t.sealed_at is null;
  execute format(
    'insert into millrace_segments.p%1$s
     select c.producer_id, c.topic_id, c.epoch, c.first_sequence, c.last_sequence, c.appended_at,
            c.partition_ids, c.base_offsets, c.append_times, c.calls
     from (
       select s.*, row_number() over (partition by s.producer_id, s.topic_id, s.epoch order by s.first_sequence desc) as age
       from millrace_segments.p%2$s s
     ) c
     join millrace.producers p on p.id = c.producer_id and p.epoch = c.epoch
     where c.age <= 5 and exists (select from millrace.topics t where t.id = c.topic_id)',
    open_id, sealed_id);
  get diagnostics copied = row_count;
  update millrace.producer_tables t set carried_bytes = pg_table_size(format('millrace_segments.p%s', open_id)) where t.id = open_id;
  update millrace.producer_tables t set carried_over_at = clock_timestamp() where t.id = sealed_id;
  return copied;
end $$;

-- Forgets producers that have neither been initialized nor appended with a sequence for so long (ms), at most a hundred. Gives their
-- number.
create function millrace.expire_producers(producer_ms bigint, transactional_ms bigint) returns integer
language plpgsql volatile as $$
declare
  used text;
  candidate integer;
  expired integer := 0;
begin
  select string_agg(format(
    ' and not exists (select from millrace_segments.p%s c where c.producer_id = p.id
        and c.appended_at >= millrace.now() - case when p.transactional_id is null then $1 else $2 end)', t.id), '')
  into used from millrace.producer_table_ids() as t (id);
  for candidate in execute
    'select p.id from millrace.producers p
     where p.initialized_at < millrace.now() - case when p.transactional_id is null then $1 else $2 end' || used || ' limit 100'
    using producer_ms, transactional_ms
  loop
    -- Exclusive, and not waited for: who appends or initializes keeps it. The statement behind it sees what they have done.
    if pg_try_advisory_xact_lock(millrace.producer_lock(), candidate) then
      execute
        'delete from millrace.producers p
         where p.id = $3 and p.initialized_at < millrace.now() - case when p.transactional_id is null then $1 else $2 end' || used
      using producer_ms, transactional_ms, candidate;
      expired := expired + 1;
    end if;
  end loop;
  return expired;
exception when undefined_table then
  -- Rolled, carried over and dropped since the catalogue was read: the next time.
  return 0;
end $$;

do $$ begin
  grant select on millrace.producer_tables to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the tables of producers'' calls: this user may not, or there is no such role.';
end $$;
