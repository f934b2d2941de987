-- Producers: who may append with sequences (and in transactions), and what fences one that was replaced. Moves slowly: a row
-- changes when a program starts.

create table millrace.producers (
  -- Never given again. int4 for the advisory locks.
  id               serial primary key,
  -- What a program calls itself over its restarts; null: a producer that lives as long as its program.
  transactional_id text,
  -- Rises whenever a program takes the transactional id over. A call with an older one is fenced.
  epoch            integer not null default 0,
  -- ms since 1970, of millrace.now().
  initialized_at   bigint not null
);
create unique index producers_transactional_id_key on millrace.producers (transactional_id);

-- Advisory locks of producers, taken behind those of partitions. With a producer's id: shared by every transaction that appends
-- for it, exclusively by what replaces it. With 0: shared by every transaction that appends with sequences, exclusively by
-- what rolls the tables of their calls.
create function millrace.producer_lock() returns integer language sql immutable parallel safe return 1297219589;

-- A new producer, or the one of that transactional id with the next epoch. When it returns and the transaction is committed, nothing
-- of an older epoch can be appended any more. Raises lock_not_available after 100 ms: appends of the older one wait behind this
-- lock, and calls of others in the same flush with them.
create function millrace.init_producer(wanted_transactional_id text) returns table (id integer, epoch integer)
language plpgsql volatile set lock_timeout = '100ms' as $$
#variable_conflict use_column
declare
  producer_id integer;
begin
  -- Again where the producer expired in between.
  loop
    insert into millrace.producers as p (transactional_id, initialized_at) values (wanted_transactional_id, millrace.now())
    on conflict (transactional_id) do nothing
    returning p.id into producer_id;
    if found then
      return query select producer_id, 0;
      return;
    end if;
    select p.id into producer_id from millrace.producers p where p.transactional_id = wanted_transactional_id;
    continue when not found;
    -- Exclusive: appends of the older epoch that have passed their check are done, and the next ones see the new epoch.
    perform pg_advisory_xact_lock(millrace.producer_lock(), producer_id);
    return query update millrace.producers p set epoch = p.epoch + 1, initialized_at = millrace.now()
      where p.id = producer_id returning p.id, p.epoch;
    if found then
      return;
    end if;
  end loop;
end $$;

-- Raises MR010 for a producer that is not known (any more), MR011 for an epoch that was replaced. Until the end of the transaction
-- it stays as it is: whoever replaces it waits.
create function millrace.assert_producer(producer_id integer, producer_epoch integer) returns void
language plpgsql volatile as $$
declare
  current_epoch integer;
begin
  -- Shared: many transactions append for one producer side by side. The next statement sees what this one has waited for.
  perform pg_advisory_xact_lock_shared(millrace.producer_lock(), producer_id);
  select p.epoch into current_epoch from millrace.producers p where p.id = producer_id;
  if current_epoch is null then
    raise exception using errcode = 'MR010', message = format('producer %s is not known', producer_id);
  end if;
  if current_epoch <> producer_epoch then
    raise exception using errcode = 'MR011',
      message = format('producer %s has epoch %s by now, not %s', producer_id, current_epoch, producer_epoch);
  end if;
end $$;

do $$ begin
  grant select on millrace.producers to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the producers: this user may not, or there is no such role.';
end $$;
