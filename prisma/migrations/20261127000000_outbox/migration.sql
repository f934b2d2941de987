-- The outbox: records that any transaction of any program on this database produces with plain SQL, and that the relay appends to
-- the log once that transaction has committed. Rows are only ever inserted; tables are rolled and dropped. See docs/specs/log.md.

-- The class of the advisory locks of outbox tables, by id: shared by every transaction that writes into one, exclusive (and only ever
-- tried) by whoever drops it.
create function millrace.outbox_lock() returns integer language sql immutable parallel safe return 1297219599;

create table millrace.outbox_tables (
  id                serial primary key,
  opened_at         timestamptz(3) not null default current_timestamp,
  -- Of the server that its rows were written on: transaction ids mean nothing on another one.
  system_identifier bigint not null
);

-- The number of an outbox row: one order over all tables. bigint, without a cache and without a cycle: a later call has a higher one.
create sequence millrace.outbox_ids as bigint no cycle;

-- The table that is written into. A sequence, because a transaction sees its value as it is now, whatever its isolation level: an old
-- snapshot would still show a table that was dropped meanwhile.
create sequence millrace.open_outbox_table as bigint minvalue 0 start with 0 no cycle;

-- Makes the next outbox table, the one that says how far it is relayed, which begins where that of the table before stands, and a
-- function that inserts a row, whose plan sessions keep. It is not written into yet. Autovacuum would find nothing to do in them.
create function millrace.create_outbox_table() returns integer
language plpgsql volatile as $$
declare
  previous_id integer;
  table_id integer;
begin
  select max(t.id) into previous_id from millrace.outbox_tables t;
  insert into millrace.outbox_tables (opened_at, system_identifier)
  values (clock_timestamp(), (select c.system_identifier from pg_control_system() c))
  returning id into table_id;
  execute format(
    'create table millrace_segments.x%1$s (
       id bigint primary key default nextval(''millrace.outbox_ids''), xid xid8 not null default pg_current_xact_id(),
       produced_at bigint not null default millrace.now(), topic_id integer not null, byte_size integer not null,
       key bytea, value bytea, headers json
     ) with (autovacuum_enabled = false, toast.autovacuum_enabled = false);
     create index x%1$s_xid_idx on millrace_segments.x%1$s (xid);
     create table millrace_segments.x%1$s_progress (
       id bigserial primary key, last pg_snapshot not null, upto pg_snapshot, upto_id bigint,
       relayed integer not null, dead integer not null
     ) with (autovacuum_enabled = false);
     create function millrace_segments.x%1$s_insert(topic_id integer, byte_size integer, key bytea, value bytea, headers json)
     returns bigint language plpgsql as $insert$
     #variable_conflict use_variable
     declare
       id bigint;
     begin
       -- This transaction is in no snapshot that the relay has taken, unless that is one of another server.
       if pg_visible_in_snapshot(pg_current_xact_id(),
            (select p.last from millrace_segments.x%1$s_progress p order by p.id desc limit 1)) then
         raise exception using errcode = ''MR023'',
           message = ''The database was restored from a dump on another server, and the outbox still counts with the transactions of the old one.'',
           hint = ''Start a Millrace node on it: it adopts the outbox within a second. Then do the transaction again.'';
       end if;
       insert into millrace_segments.x%1$s as x (topic_id, byte_size, key, value, headers)
       values (topic_id, byte_size, key, value, headers) returning x.id into id;
       return id;
     end $insert$', table_id);
  if previous_id is null then
    execute format(
      'insert into millrace_segments.x%s_progress (last, relayed, dead) values (pg_current_snapshot(), 0, 0)', table_id);
  else
    execute format(
      'insert into millrace_segments.x%s_progress (last, upto, upto_id, relayed, dead)
       select p.last, p.upto, p.upto_id, 0, 0 from millrace_segments.x%s_progress p order by p.id desc limit 1',
      table_id, previous_id);
  end if;
  return table_id;
end $$;

select setval('millrace.open_outbox_table', millrace.create_outbox_table());

-- How far the outbox is relayed, as the newest table has it, and the tables there are. What the snapshot `last` saw is relayed;
-- between two snapshots, of what `upto` saw, the rows up to `upto_id` are.
create function millrace.outbox_progress()
returns table (table_ids integer[], open_table_id integer, same_server boolean, last pg_snapshot, upto pg_snapshot, upto_id bigint)
language plpgsql volatile as $$
declare
  newest_id integer;
begin
  for attempt in 1..3 loop
    begin
      select max(t.id) into newest_id from millrace.outbox_tables t;
      return query execute format(
        'select (select array_agg(t.id order by t.id) from millrace.outbox_tables t),
                (select s.last_value::integer from millrace.open_outbox_table s),
                (select t.system_identifier = c.system_identifier from millrace.outbox_tables t, pg_control_system() c where t.id = $1),
                p.last, p.upto, p.upto_id
         from millrace_segments.x%s_progress p order by p.id desc limit 1', newest_id)
      using newest_id;
      return;
    exception when undefined_table then
      -- Rolled and dropped since its number was read.
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- The relay calls what follows, on the session that holds its lease.

-- Lets what is produced from now on go to the newest table. Run in a transaction behind the one that made it: whoever sees the
-- new value must find the table.
create function millrace.open_newest_outbox_table() returns integer
language sql volatile as $$
  select setval('millrace.open_outbox_table', (select max(t.id) from millrace.outbox_tables t))::integer
$$;

-- Drops an outbox table if nobody can write into it any more and all of it is relayed; gives whether it did. Raises
-- lock_not_available after 50 ms when somebody reads it: who comes behind a waiting drop waits too.
create function millrace.drop_outbox_table(table_id integer) returns boolean
language plpgsql volatile set lock_timeout = '50ms' as $$
declare
  progress record;
  waiting boolean;
begin
  if table_id >= (select s.last_value from millrace.open_outbox_table s) then
    return false;
  end if;
  -- Exclusive, tried only: whoever has written into it holds it shared until the transaction ends, prepared ones too. Who read the
  -- sequence just before it moved waits for this, finds that it moved, and writes into the next table.
  if not pg_try_advisory_xact_lock(millrace.outbox_lock(), table_id) then
    return false;
  end if;
  select * into progress from millrace.outbox_progress();
  execute format(
    'select exists (
       select from millrace_segments.x%s r
       where not pg_visible_in_snapshot(r.xid, $1) and not ($2 is not null and pg_visible_in_snapshot(r.xid, $2) and r.id <= $3))',
    table_id)
  into waiting using progress.last, progress.upto, progress.upto_id;
  if waiting then
    return false;
  end if;
  execute format('drop table millrace_segments.x%1$s, millrace_segments.x%1$s_progress; drop function millrace_segments.x%1$s_insert', table_id);
  delete from millrace.outbox_tables t where t.id = table_id;
  return true;
end $$;

-- After a dump was restored on another server, whose transaction ids have nothing to do with those in the rows: copies what was not
-- relayed into a new table, under this server's ids and in the same order, and drops the old ones. Waits for whoever writes into
-- them. Gives the number of rows.
create function millrace.adopt_outbox() returns bigint
language plpgsql volatile as $$
declare
  progress record;
  -- Before this transaction has an id of its own, so that what it writes lies behind it.
  here pg_snapshot := pg_current_snapshot();
  new_id integer;
  old_id integer;
  copied bigint;
  total bigint := 0;
begin
  select * into progress from millrace.outbox_progress();
  foreach old_id in array progress.table_ids loop
    -- Exclusive: who produces meanwhile waits, and fails with undefined_table once, or is refused with MR023.
    execute format('lock table millrace_segments.x%s in access exclusive mode', old_id);
  end loop;
  new_id := millrace.create_outbox_table();
  execute format('insert into millrace_segments.x%s_progress (last, relayed, dead) values ($1, 0, 0)', new_id) using here;
  foreach old_id in array progress.table_ids loop
    execute format(
      'insert into millrace_segments.x%s (id, produced_at, topic_id, byte_size, key, value, headers)
       select r.id, r.produced_at, r.topic_id, r.byte_size, r.key, r.value, r.headers from millrace_segments.x%s r
       where not pg_visible_in_snapshot(r.xid, $1) and not ($2 is not null and pg_visible_in_snapshot(r.xid, $2) and r.id <= $3)',
      new_id, old_id)
    using progress.last, progress.upto, progress.upto_id;
    get diagnostics copied = row_count;
    total := total + copied;
    execute format('drop table millrace_segments.x%1$s, millrace_segments.x%1$s_progress; drop function millrace_segments.x%1$s_insert', old_id);
    delete from millrace.outbox_tables t where t.id = old_id;
  end loop;
  return total;
end $$;

-- What waits to be relayed and is committed: how many records (not more than so many are counted), and since when the oldest of
-- these (ms since 1970, null when none).
create function millrace.outbox_waiting(at_most bigint default null) returns table (records bigint, oldest_at bigint)
language plpgsql volatile as $$
declare
  progress record;
  rows_of text;
begin
  for attempt in 1..3 loop
    begin
      select * into progress from millrace.outbox_progress();
      select string_agg(format(
        'select r.id, r.xid, r.produced_at from ended e join millrace_segments.x%1$s r on r.xid = e.xid
         union all
         select r.id, r.xid, r.produced_at from millrace_segments.x%1$s r where r.xid >= pg_snapshot_xmax($1)', id), ' union all ')
      into rows_of from unnest(progress.table_ids) as id;
      return query execute format(
        'with ended as (select x as xid from pg_snapshot_xip($1) as x)
         select count(*), min(v.produced_at)
         from (select w.produced_at from (%s) w
               where not ($2 is not null and pg_visible_in_snapshot(w.xid, $2) and w.id <= $3) limit $4) v', rows_of)
      using progress.last, progress.upto, progress.upto_id, at_most;
      return;
    exception when undefined_table then
      -- Dropped since the tables were listed.
      if attempt = 3 then
        raise;
      end if;
    end;
  end loop;
end $$;

-- What users call.

-- Headers as the relay reads them: [[name, value in hex or null], …]. Takes an object, whose order and repeated names count, or an
-- array of {"key": …, "value": …}, as millrace.records gives them, with "bytes" (hex) in place of a value that is not text.
create function millrace.outbox_headers(headers json) returns json
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  result json;
begin
  if headers is null or json_typeof(headers) = 'null' then
    return null;
  elsif json_typeof(headers) = 'object' then
    select json_agg(json_build_array(h.name, encode(convert_to(h.value, 'UTF8'), 'hex')) order by h.n) into result
    from json_each_text(headers) with ordinality as h (name, value, n);
    return result;
  elsif json_typeof(headers) <> 'array' then
    raise invalid_parameter_value using message = format('headers are an object or an array, not a %s', json_typeof(headers));
  end if;
  if exists (select from json_array_elements(headers) e where json_typeof(e) <> 'object' or e ->> 'key' is null) then
    raise invalid_parameter_value using message = 'each header of an array is an object with a "key"';
  end if;
  select json_agg(json_build_array(e.header ->> 'key',
           encode(coalesce(decode(e.header ->> 'bytes', 'hex'), convert_to(e.header ->> 'value', 'UTF8')), 'hex')) order by e.n)
  into result
  from json_array_elements(headers) with ordinality as e (header, n);
  return result;
exception when data_exception then
  -- For example U+0000, which is no text in Postgres.
  raise exception using errcode = 'MR022', message = format('INVALID_RECORD: the headers cannot be stored: %s.', sqlerrm),
    hint = 'Give {"name": "value"}, or [{"key": "name", "value": "text"}, {"key": "name", "bytes": "00ff"}].';
end $$;

-- Bytes of headers as millrace.outbox_headers gives them.
create function millrace.outbox_headers_size(headers json) returns integer
language sql immutable parallel safe
return coalesce((select sum(octet_length(convert_to(h ->> 0, 'UTF8')) + coalesce(length(h ->> 1) / 2, 0))::integer
                 from json_array_elements(headers) as h), 0);

-- The topic of that name, what its records may hold, and the table to write into, which is there until this transaction ends.
create function millrace.outbox_target(
  topic text, out topic_id integer, out max_bytes integer, out needs_key boolean, out table_id integer)
language plpgsql volatile as $$
begin
  -- The defaults are the topic configuration's own.
  select t.id, coalesce((t.config ->> 'maxMessageBytes')::integer, 1048588), coalesce(t.config ->> 'cleanupPolicy', 'DELETE') <> 'DELETE'
  into topic_id, max_bytes, needs_key
  from millrace.topics t where t.name = outbox_target.topic;
  if topic_id is null then
    raise exception using errcode = 'MR002',
      message = format('TOPIC_NOT_FOUND: there is no topic "%s", so nothing can be produced to it.', left(topic, 249)),
      hint = 'Create it first (createTopic), or check its name: select name from millrace.topics.';
  end if;
  loop
    select s.last_value into table_id from millrace.open_outbox_table s;
    -- Shared, until this transaction ends: the table is not dropped meanwhile. Nobody waits for it exclusively, so this never blocks
    -- for longer than a look at whether the table can be dropped, and is in no circle.
    perform pg_advisory_xact_lock_shared(millrace.outbox_lock(), table_id);
    exit when table_id = (select s.last_value from millrace.open_outbox_table s);
  end loop;
end $$;

create function millrace.refuse_size(byte_size integer, max_bytes integer, topic text) returns integer
language plpgsql immutable as $$
begin
  raise exception using errcode = 'MR021',
    message = format('RECORD_TOO_LARGE: the record holds %s bytes, and "%s" takes %s.', byte_size, topic, max_bytes),
    hint = 'Make it smaller, or raise the topic''s maxMessageBytes.';
end $$;

create function millrace.refuse_missing_key(topic text) returns void
language plpgsql immutable as $$
begin
  raise exception using errcode = 'MR022',
    message = format('INVALID_RECORD: the record has no key, and "%s" is compacted, which keeps the newest record of every key.', topic),
    hint = 'Give it a key, or produce it to a topic whose cleanupPolicy is DELETE.';
end $$;

-- Adds a record to the outbox: it is appended to the topic once this transaction has committed, and never if it does not. A null
-- key: none; a null value: a tombstone. Headers are an object, whose order and repeated names count, or an array as
-- millrace.records gives them. Gives the number of its row.
-- Raises MR002 for a topic that does not exist, MR021 for a record that is too large, MR022 for headers that cannot be stored and for
-- a record without a key where the topic is compacted, MR023 on a database that was restored from a dump on another server and has not been adopted yet.
create function millrace.produce_bytes(topic text, key bytea, value bytea, headers json default null) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  target record;
  stored json;
  byte_size integer := coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0);
  id bigint;
begin
  target := millrace.outbox_target(topic);
  if key is null and target.needs_key then
    perform millrace.refuse_missing_key(topic);
  end if;
  if headers is not null then
    stored := millrace.outbox_headers(headers);
    byte_size := byte_size + millrace.outbox_headers_size(stored);
  end if;
  if byte_size > target.max_bytes then
    perform millrace.refuse_size(byte_size, target.max_bytes, topic);
  end if;
  execute format('select millrace_segments.x%s_insert($1, $2, $3, $4, $5)', target.table_id)
  into id using target.topic_id, byte_size, key, value, stored;
  return id;
end $$;

-- The same with a text and a JSON text, which is kept as it is given:
-- select millrace.produce('orders', '42', '{"total": 12.5}', '{"source": "shop"}'). 'null' is the JSON value, null a tombstone.
create function millrace.produce(topic text, key text, value json, headers json default null) returns bigint
language sql volatile
return millrace.produce_bytes(topic, convert_to(key, 'UTF8'), convert_to(value::text, 'UTF8'), headers);

-- Many at once, in the order of the arrays, for a tenth of what as many calls take. Null elements as in produce_bytes. Gives the number
-- of the last row, null when there are none.
create function millrace.produce_all(topic text, keys bytea[], "values" bytea[], headers json[] default null) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  target record;
  first_id bigint;
  last_id bigint;
begin
  if coalesce(cardinality("values"), 0) = 0 then
    return null;
  end if;
  target := millrace.outbox_target(topic);
  if target.needs_key
     and (coalesce(cardinality(keys), 0) < cardinality("values") or array_position(keys, null) is not null) then
    perform millrace.refuse_missing_key(topic);
  end if;
  -- The first one as produce_bytes does, with its look at the server.
  first_id := millrace.produce_bytes(topic, keys[1], "values"[1], headers[1]);
  execute format(
    -- Many have the same headers.
    'with given as materialized (
       select u.n, u.key, u.value, u.headers::text as headers
       from unnest($4, $5, $6) with ordinality as u (key, value, headers, n)
       where u.n > 1
     ), headers as materialized (
       select d.given, d.stored, millrace.outbox_headers_size(d.stored) as size
       from (select g.headers as given, millrace.outbox_headers(g.headers::json) as stored
             from given g where g.headers is not null group by g.headers offset 0) d
     ), inserted as (
       insert into millrace_segments.x%s (topic_id, byte_size, key, value, headers)
       select $1, case when s.size > $2 then millrace.refuse_size(s.size, $2, $3) else s.size end, g.key, g.value, h.stored
       from given g left join headers h on h.given = g.headers
       cross join lateral (
         select coalesce(octet_length(g.key), 0) + coalesce(octet_length(g.value), 0) + coalesce(h.size, 0) as size offset 0
       ) s
       order by g.n
       returning id)
     select max(id) from inserted', target.table_id)
  into last_id using target.topic_id, target.max_bytes, topic, keys, "values", headers;
  return coalesce(last_id, first_id);
end $$;

-- Tables whose changes are records.

-- The trigger functions of published tables. Each belongs to who published the table and runs with that user's rights: a function of ours
-- would run casts of users' types with our rights.
create schema millrace_publications;

-- What publish_table has to know of a topic; raises MR002.
create function millrace.topic_key_format(topic text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  key_format text;
begin
  select coalesce(t.config ->> 'keyFormat', 'STRING') into key_format from millrace.topics t where t.name = topic_key_format.topic;
  if not found then
    raise exception using errcode = 'MR002', message = format('TOPIC_NOT_FOUND: there is no topic "%s".', left(topic, 249)),
      hint = 'Create it first (createTopic), or check its name: select name from millrace.topics.';
  end if;
  return key_format;
end $$;

-- The columns that key names, or the primary key's. Raises MR024 unless the table can be published by them.
create function millrace.publication_key(source regclass, key text) returns text[]
language plpgsql stable as $$
declare
  relation record;
  columns text[];
  wrong text;
begin
  select c.relkind, c.relispartition, c.relpersistence, n.nspname,
         exists (select from pg_inherits i where c.relkind = 'r' and (i.inhparent = c.oid or i.inhrelid = c.oid)) as inherits
  into relation from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = source;
  wrong := case
    when relation.nspname in ('millrace', 'millrace_segments', 'millrace_topics', 'millrace_publications', 'information_schema', 'pg_catalog')
    then format('is in the schema %I, which is not for tables of yours', relation.nspname)
    when relation.relispartition then 'is a partition: publish the table that it is a part of'
    when relation.relkind not in ('r', 'p') then 'is not a table: publish the tables that it reads'
    when relation.inherits then 'inherits from a table, or others inherit from it, and a trigger would not see all of its changes'
    when relation.relpersistence = 't' then 'is a temporary table' end;
  if wrong is not null then
    raise exception using errcode = 'MR024', message = format('%s cannot be published: it %s.', source, wrong);
  end if;
  if key is null then
    select array_agg(a.attname::text order by k.n) into columns
    from pg_index i cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, n)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = source and i.indisprimary and k.n <= i.indnkeyatts;
    if columns is null then
      raise exception using errcode = 'MR024', message = format('%s has no primary key.', source),
        hint = 'Name a unique column as key, or several: key => ''order_id, line''.';
    end if;
    return columns;
  end if;
  -- A column of just that name, or several with commas between.
  columns := case
    when exists (select from pg_attribute a where a.attrelid = source and a.attname = key and a.attnum > 0 and not a.attisdropped)
    then array[key] else array(select trim(c) from unnest(string_to_array(key, ',')) as c) end;
  select c into wrong from unnest(columns) as c
  where not exists (select from pg_attribute a where a.attrelid = source and a.attname = c and a.attnum > 0 and not a.attisdropped)
  limit 1;
  if found then
    raise exception using errcode = 'MR024', message = format('%s has no column "%s".', source, wrong);
  end if;
  -- So that a record is about one row, and a tombstone is the end of just that.
  if not exists (
       select from pg_index i
       where i.indrelid = source and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
         and not exists (
           select from unnest(i.indkey::smallint[]) with ordinality as k (attnum, n)
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
           where k.n <= i.indnkeyatts and a.attname <> all (columns)))
     or exists (select from pg_attribute a where a.attrelid = source and a.attname = any (columns) and not a.attnotnull) then
    raise exception using errcode = 'MR024',
      message = format('The key of %s is not unique, or may be null: %s.', source, array_to_string(columns, ', ')),
      hint = 'A record is about one row. Name columns that are not null and have a unique index, or leave key out for the primary key.';
  end if;
  return columns;
end $$;

-- An expression for the key of a row r as bytes: a column's text (its JSON where the topic's keys are JSON), several as a JSON object
-- whose names are sorted, without spaces.
create function millrace.publication_key_expression(columns text[], key_format text) returns text
language sql immutable
return format('convert_to(%s, ''UTF8'')', case
  when cardinality(columns) > 1 then
    (select '''{'' || '
            || string_agg(format('%L || to_json(r.%I)::text', to_json(c)::text || ':', c), ' || '','' || ' order by c collate "C")
            || ' || ''}'''
     from unnest(columns) as c)
  when key_format = 'JSON' then format('to_json(r.%I)::text', columns[1])
  else format('r.%I::text', columns[1]) end);

-- Produces what a cursor gives (key, value, headers), a thousand rows at a time; a few by themselves, which is faster for them.
create function millrace.produce_rows(topic text, changes refcursor) returns void
language plpgsql volatile as $$
declare
  change record;
  keys bytea[] := '{}';
  "values" bytea[] := '{}';
  headers json[] := '{}';
begin
  loop
    fetch changes into change;
    if not found and cardinality(keys) <= 5 then
      for i in 1..cardinality(keys) loop
        perform millrace.produce_bytes(topic, keys[i], "values"[i], headers[i]);
      end loop;
      exit;
    elsif not found or cardinality(keys) = 1000 then
      perform millrace.produce_all(topic, keys, "values", headers);
      exit when change.key is null;
      keys := '{}';
      "values" := '{}';
      headers := '{}';
    end if;
    keys := array_append(keys, change.key);
    "values" := array_append("values", change.value);
    headers := array_append(headers, change.headers);
  end loop;
end $$;

-- Takes back what publish_table did; gives whether there was anything. Asks for the owner of the table.
create function millrace.unpublish_table(source regclass) returns boolean
language plpgsql volatile as $$
declare
  found_trigger record;
  function_id oid;
begin
  for found_trigger in
    select t.tgname, t.tgfoid from pg_trigger t
    where t.tgrelid = source and t.tgname like '0\_millrace\_publish%' and not t.tgisinternal
  loop
    execute format('drop trigger %I on %s', found_trigger.tgname, source);
    function_id := found_trigger.tgfoid;
  end loop;
  if function_id is not null then
    execute format('drop function %s', function_id::regprocedure);
  end if;
  return function_id is not null;
end $$;

-- Makes the changes of a table records of a topic, in the transactions that make them, until unpublish_table. Publishing again replaces.
-- Asks for the owner of the table, who is granted millrace_producer.
--   key       the columns of the key, with commas between; unique and not null. Default: the primary key.
--   snapshot  also the rows that are there, as records with the op r; writers wait until this transaction ends.
--   before    updates and deletions have the row as it was in the header "before".
--   per_row   a trigger for each row instead of one for each statement, which is faster for many rows. Default: where the other would not do:
--             partitioned tables, and those whose own triggers or foreign keys may change a row again within the statement.
-- A record's value is the row as JSON, a tombstone when it was deleted. Headers: op (c created, u updated, d deleted, r was there) and table.
-- Raises MR002 for a topic that does not exist, MR024 for a table that cannot be published.
create function millrace.publish_table(
  source regclass, topic text, key text default null, snapshot boolean default false, before boolean default false,
  per_row boolean default null)
returns void
language plpgsql volatile as $$
declare
  columns text[] := millrace.publication_key(source, key);
  key_of_r text := millrace.publication_key_expression(columns, millrace.topic_key_format(topic));
  json_of_r text := 'row_to_json(r)';
  row_of_r text;
  partitioned boolean;
  name text;
  created text;
  updated text;
  deleted text;
  function_name text;
  event text;
  changes refcursor;
begin
  select c.relkind = 'p', format('%s.%s', n.nspname, c.relname) into partitioned, name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = source;
  if per_row is null then
    per_row := exists (select from pg_trigger t where t.tgrelid = source and not t.tgisinternal and t.tgtype::integer & 67 = 1
                                                      and t.tgname not like '0\_millrace\_publish%')
            or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = source and f.confrelid = source);
  end if;
  if snapshot and current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception using errcode = 'MR024',
      message = format('A snapshot is taken in a READ COMMITTED transaction, this one is %s and might miss rows.',
                       upper(current_setting('transaction_isolation')));
  end if;
  perform millrace.unpublish_table(source);
  function_name := format('millrace_publications.%I',
                          left(name, 50) || '_' || left(md5(random()::text || clock_timestamp()::text), 12));
  -- Virtual columns are null in a trigger, whatever they are to others.
  if exists (select from pg_attribute a where a.attrelid = source and a.attgenerated = 'v' and not a.attisdropped) then
    select format('row_to_json((select w from (select %s) w))', string_agg(format('r.%I', a.attname), ', ' order by a.attnum)) into json_of_r
    from pg_attribute a where a.attrelid = source and a.attnum > 0 and not a.attisdropped and a.attgenerated <> 'v';
  end if;
  row_of_r := format('convert_to(%s::text, ''UTF8'')', json_of_r);
  created := format('%L::json', json_build_object('op', 'c', 'table', name));
  updated := case when before then format('json_build_object(''op'', ''u'', ''table'', %L::text, ''before'', %s)', name, json_of_r)
                  else format('%L::json', json_build_object('op', 'u', 'table', name)) end;
  deleted := case when before then format('json_build_object(''op'', ''d'', ''table'', %L::text, ''before'', %s)', name, json_of_r)
                  else format('%L::json', json_build_object('op', 'd', 'table', name)) end;
  execute format($create$
    create function %1$s() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $body$
    declare
      changes refcursor;
    begin
      if tg_when = 'BEFORE' then
        -- What will be truncated: it is still there.
        open changes for execute %7$L || tg_relid::regclass || ' r';
      elsif tg_level = 'ROW' and tg_op = 'INSERT' then
        perform millrace.produce_bytes(%8$L, %2$s, %3$s, %4$s) from (select new.*) r;
        return null;
      elsif tg_level = 'ROW' and tg_op = 'DELETE' then
        perform millrace.produce_bytes(%8$L, %2$s, null, %6$s) from (select old.*) r;
        return null;
      elsif tg_level = 'ROW' then
        -- A row with another key is the end of one and the beginning of another.
        perform millrace.produce_bytes(%8$L, w.key, w.value, w.headers)
        from (
          with gone as (
            select %2$s as key, %6$s as deleted, %5$s as updated from (select old.*) r
          ), come as (
            select %2$s as key, %3$s as value from (select new.*) r
          )
          select g.key, null::bytea as value, g.deleted as headers from gone g cross join come c where c.key <> g.key
          union all
          select c.key, c.value, case when c.key = g.key then g.updated else %4$s end from gone g cross join come c
        ) w;
        return null;
      elsif tg_op = 'INSERT' then
        open changes for select %2$s as key, %3$s as value, %4$s as headers from new_rows r;
      elsif tg_op = 'DELETE' then
        open changes for select %2$s as key, null::bytea as value, %6$s as headers from old_rows r;
      else
        -- A key that no row has any more is deleted, one that no row had before is created: rows that swap their keys are updated.
        open changes for
          with gone as (
            select %2$s as key, %6$s as deleted, %5$s as updated from old_rows r
          ), come as (
            select %2$s as key, %3$s as value from new_rows r
          )
          select g.key, null::bytea as value, g.deleted as headers from gone g where not exists (select from come c where c.key = g.key)
          union all
          select c.key, c.value, case when g.key is null then %4$s else g.updated end from come c left join gone g on g.key = c.key;
      end if;
      perform millrace.produce_rows(%8$L, changes);
      close changes;
      return null;
    end $body$
    $create$,
    function_name, key_of_r, row_of_r, created, updated, deleted,
    format('select %s as key, null::bytea as value, %L::json as headers from ', key_of_r, json_build_object('op', 'd', 'table', name)),
    topic);
  -- Else others could make it the trigger of a table of theirs, whose types' casts would run with this user's rights.
  execute format('revoke execute on function %s() from public', function_name);
  -- First among the table's triggers, by name: what they change themselves is a later record.
  execute format('create trigger "0_millrace_publish_truncate" before truncate on %s for each statement execute function %s(%L, %L)',
                 source, function_name, topic, array_to_string(columns, ', '));
  if partitioned or per_row then
    -- Postgres gives it to each partition, those to come too.
    execute format('create trigger "0_millrace_publish" after insert or update or delete on %s for each row execute function %s()',
                   source, function_name);
  else
    foreach event in array array['insert', 'update', 'delete'] loop
      execute format('create trigger "0_millrace_publish_%1$s" after %1$s on %2$s referencing %3$s for each statement execute function %4$s()',
        event, source,
        case event when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
                   else 'new table as new_rows old table as old_rows' end, function_name);
    end loop;
  end if;
  if snapshot then
    -- Behind the triggers' lock, which keeps writers away: all that they wrote is seen, and what they write from now on comes behind.
    open changes for execute format('select %s as key, %s as value, %L::json as headers from %s r',
                                    key_of_r, row_of_r, json_build_object('op', 'r', 'table', name), source);
    perform millrace.produce_rows(topic, changes);
    close changes;
  end if;
end $$;

-- The tables that are published, to which topic, and by which columns.
create view millrace.published_tables as
select t.tgrelid::regclass as source, split_part(encode(t.tgargs, 'escape'), '\000', 1) as topic,
       split_part(encode(t.tgargs, 'escape'), '\000', 2) as key
from pg_trigger t where t.tgname = '0_millrace_publish_truncate';

-- A function may be called by everybody unless that is taken back; these write with the rights of their owner. Whoever is granted
-- millrace_producer may produce, publish own tables, and nothing else. Where this user may not create roles, the role is left to whoever may.
revoke execute on function millrace.produce(text, text, json, json) from public;
revoke execute on function millrace.produce_bytes(text, bytea, bytea, json) from public;
revoke execute on function millrace.produce_all(text, bytea[], bytea[], json[]) from public;
revoke execute on function millrace.topic_key_format(text) from public;
do $$
begin
  if not exists (select from pg_roles where rolname = 'millrace_producer') then
    create role millrace_producer nologin;
  end if;
  grant usage on schema millrace to millrace_producer;
  grant execute on function millrace.produce(text, text, json, json) to millrace_producer;
  grant execute on function millrace.produce_bytes(text, bytea, bytea, json) to millrace_producer;
  grant execute on function millrace.produce_all(text, bytea[], bytea[], json[]) to millrace_producer;
  grant execute on function millrace.topic_key_format(text) to millrace_producer;
  grant select on millrace.published_tables to millrace_producer;
  grant usage, create on schema millrace_publications to millrace_producer;
exception when insufficient_privilege then
  raise notice 'The role millrace_producer was not created: this user may not create roles.';
end $$;
do $$
begin
  grant select on millrace.outbox_tables, millrace.open_outbox_table, millrace.outbox_ids to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the tables of the outbox: this user may not, or there is no such role.';
end $$;
