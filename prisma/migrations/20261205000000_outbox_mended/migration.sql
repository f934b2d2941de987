-- The outbox where the server does not tell what it is, arrays of produce_all that do not agree, and tables whose changes are records: keys
-- and values that depend on the row alone, tables that are altered, and TRUNCATE. See docs/outbox.md.

-- What the server is; null where this user may not see it, or where the server does not tell.
create function millrace.system_identifier() returns bigint
language plpgsql volatile as $$
begin
  return (select c.system_identifier from pg_control_system() c);
exception when insufficient_privilege or feature_not_supported or undefined_function then
  return null;
end $$;

-- null: not known.
alter table millrace.outbox_tables alter column system_identifier drop not null;

-- Makes the next outbox table, the one that says how far it is relayed, which begins where that of the table before stands, and a
-- function that inserts a row, whose plan sessions keep. It is not written into yet. Autovacuum would find nothing to do in them.
create or replace function millrace.create_outbox_table() returns integer
language plpgsql volatile as $$
declare
  previous_id integer;
  table_id integer;
begin
  select max(t.id) into previous_id from millrace.outbox_tables t;
  insert into millrace.outbox_tables (opened_at, system_identifier)
  values (clock_timestamp(), millrace.system_identifier())
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

-- How far the outbox is relayed, as the newest table has it, and the tables there are. What the snapshot `last` saw is relayed;
-- between two snapshots, of what `upto` saw, the rows up to `upto_id` are. Where it is not known what the server is, it counts as another one
-- when it has not come as far as `last`: just then calls would be refused with MR023.
create or replace function millrace.outbox_progress()
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
                coalesce((select t.system_identifier from millrace.outbox_tables t where t.id = $1) = millrace.system_identifier(),
                         pg_snapshot_xmax(p.last) <= pg_snapshot_xmax(pg_current_snapshot())),
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

-- Many at once, in the order of the arrays, for a tenth of what as many calls take. Null elements as in produce_bytes. Gives the number
-- of the last row, null when there are none. Raises MR022 also for arrays that do not agree, because what is missing in one of them would be
-- null: a tombstone. Null or empty keys or headers: none at all.
create or replace function millrace.produce_all(topic text, keys bytea[], "values" bytea[], headers json[] default null) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  target record;
  count integer := coalesce(cardinality("values"), 0);
  first_id bigint;
  last_id bigint;
begin
  if array_ndims(keys) > 1 or array_ndims("values") > 1 or array_ndims(headers) > 1
     or coalesce(nullif(cardinality(keys), 0), count) <> count or coalesce(nullif(cardinality(headers), 0), count) <> count then
    raise exception using errcode = 'MR022',
      message = format('INVALID_RECORD: there are %s values, %s keys and %s headers, or arrays of more than one dimension.',
                       count, coalesce(cardinality(keys), 0), coalesce(cardinality(headers), 0)),
      hint = 'Give arrays of one dimension and one length, with null for what a record does not have; or no keys or headers at all.';
  elsif count = 0 then
    return null;
  end if;
  target := millrace.outbox_target(topic);
  if target.needs_key
     and (coalesce(cardinality(keys), 0) < count or array_position(keys, null) is not null) then
    perform millrace.refuse_missing_key(topic);
  end if;
  -- The first one as produce_bytes does, with its look at the server. Arrays may begin at any number.
  first_id := millrace.produce_bytes(
    topic, keys[array_lower(keys, 1)], "values"[array_lower("values", 1)], headers[array_lower(headers, 1)]);
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

-- What the records of a table call it.
create function millrace.publication_name(source regclass) returns text
language sql stable
return (select format('%s.%s', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = source);

-- An expression for a row r of a table as JSON. Virtual columns are null in a trigger, whatever they are to others.
create function millrace.publication_row_expression(source regclass) returns text
language sql stable
return case
  when exists (select from pg_attribute a where a.attrelid = source and a.attgenerated = 'v' and not a.attisdropped) then
    (select format('row_to_json((select w from (select %s) w))', string_agg(format('r.%I', a.attname), ', ' order by a.attnum))
     from pg_attribute a where a.attrelid = source and a.attnum > 0 and not a.attisdropped and a.attgenerated <> 'v')
  -- A column may be called r, too.
  else 'row_to_json(r.*)' end;

-- Makes the trigger function of a published table, or makes it anew and leaves it to whom it belongs. It sets what the text of values
-- depends on: sessions that write with other settings would else give a row another key, and other keys are in other partitions.
create function millrace.create_publication_function(
  function_name text, source regclass, topic text, columns text[], key_format text, before boolean)
returns void
language plpgsql volatile as $$
declare
  key_of_r text := millrace.publication_key_expression(columns, key_format);
  json_of_r text := millrace.publication_row_expression(source);
  row_of_r text := format('convert_to(%s::text, ''UTF8'')', json_of_r);
  name text := millrace.publication_name(source);
  created text := format('%L::json', json_build_object('op', 'c', 'table', name));
  updated text;
  deleted text;
begin
  updated := case when before then format('json_build_object(''op'', ''u'', ''table'', %L::text, ''before'', %s)', name, json_of_r)
                  else format('%L::json', json_build_object('op', 'u', 'table', name)) end;
  deleted := case when before then format('json_build_object(''op'', ''d'', ''table'', %L::text, ''before'', %s)', name, json_of_r)
                  else format('%L::json', json_build_object('op', 'd', 'table', name)) end;
  execute format($create$
    create or replace function %1$s() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
    set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1
    as $body$
    #variable_conflict use_column
    declare
      changes refcursor;
      -- Of a trigger for each row. As a variable, which is converted as a whole: of a query that takes the row apart sessions keep a plan that
      -- is not told when the table is altered.
      r record;
      key_before bytea;
      key bytea;
      headers json;
      headers_of_end json;
    begin
      if tg_when = 'BEFORE' then
        -- What will be truncated: it is still there. With an old snapshot not all of it could be seen.
        if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
          raise exception using errcode = 'MR024',
            message = format('%%s is published, and a TRUNCATE of it in %%s might leave rows without a tombstone.',
                             tg_relid::regclass, upper(current_setting('transaction_isolation'))),
            hint = 'Truncate it in a READ COMMITTED transaction, or delete its rows.';
        end if;
        open changes for execute %2$L || tg_relid::regclass || ' r';
      elsif tg_level = 'ROW' and tg_op = 'INSERT' then
        r := new;
        perform millrace.produce_bytes(%3$L, %4$s, %5$s, %6$s);
        return null;
      elsif tg_level = 'ROW' and tg_op = 'DELETE' then
        r := old;
        perform millrace.produce_bytes(%3$L, %4$s, null, %8$s);
        return null;
      elsif tg_level = 'ROW' then
        r := old;
        key_before := %4$s;
        headers := %7$s;
        headers_of_end := %8$s;
        r := new;
        key := %4$s;
        if key <> key_before then
          -- The end of one and the beginning of another.
          perform millrace.produce_bytes(%3$L, key_before, null, headers_of_end);
          headers := %6$s;
        end if;
        perform millrace.produce_bytes(%3$L, key, %5$s, headers);
        return null;
      elsif tg_op = 'INSERT' then
        open changes for select %4$s as key, %5$s as value, %6$s as headers from new_rows r;
      elsif tg_op = 'DELETE' then
        open changes for select %4$s as key, null::bytea as value, %8$s as headers from old_rows r;
      else
        -- A key that no row has any more is deleted, one that no row had before is created: rows that swap their keys are updated.
        open changes for
          with gone as (
            select %4$s as key, %8$s as deleted, %7$s as updated from old_rows r
          ), come as (
            select %4$s as key, %5$s as value from new_rows r
          )
          select g.key, null::bytea as value, g.deleted as headers from gone g where not exists (select from come c where c.key = g.key)
          union all
          select c.key, c.value, case when g.key is null then %6$s else g.updated end from come c left join gone g on g.key = c.key;
      end if;
      perform millrace.produce_rows(%3$L, changes);
      close changes;
      return null;
    end $body$
    $create$,
    function_name,
    format('select %s as key, null::bytea as value, %L::json as headers from ', key_of_r, json_build_object('op', 'd', 'table', name)),
    topic, key_of_r, row_of_r, created, updated, deleted);
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
create or replace function millrace.publish_table(
  source regclass, topic text, key text default null, snapshot boolean default false, before boolean default false,
  per_row boolean default null)
returns void
language plpgsql volatile
-- As the trigger function: a row of the snapshot has the key that its changes will have.
set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1
as $$
declare
  columns text[] := millrace.publication_key(source, key);
  key_format text := millrace.topic_key_format(topic);
  name text := millrace.publication_name(source);
  partitioned boolean := (select c.relkind = 'p' from pg_class c where c.oid = source);
  function_name text;
  event text;
  changes refcursor;
begin
  if per_row is null then
    per_row := exists (select from pg_trigger t where t.tgrelid = source and not t.tgisinternal and t.tgtype::integer & 67 = 1
                                                      and t.tgname not like '0\_millrace\_publish%')
            or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = source and f.confrelid = source);
  end if;
  if exists (select from pg_trigger t where t.tgrelid = source and not t.tgisinternal and t.tgtype::integer & 67 = 3) then
    raise notice using
      message = format('%s has triggers BEFORE each row. What they change in other rows of it is an earlier record than the statement''s own.', source),
      hint = 'If one does, and the statement may have written the row that it changes, make it an AFTER trigger and publish again.';
  end if;
  if snapshot and current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception using errcode = 'MR024',
      message = format('A snapshot is taken in a READ COMMITTED transaction, this one is %s and might miss rows.',
                       upper(current_setting('transaction_isolation')));
  end if;
  perform millrace.unpublish_table(source);
  function_name := format('millrace_publications.%I',
                          left(name, 50) || '_' || left(md5(random()::text || clock_timestamp()::text), 12));
  perform millrace.create_publication_function(function_name, source, topic, columns, key_format, before);
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
    open changes for execute format(
      'select %s as key, convert_to(%s::text, ''UTF8'') as value, %L::json as headers from %s r',
      millrace.publication_key_expression(columns, key_format), millrace.publication_row_expression(source),
      json_build_object('op', 'r', 'table', name), source);
    perform millrace.produce_rows(topic, changes);
    close changes;
  end if;
end $$;

-- The functions of tables that are published already. One that belongs to a role that this user may not act for stays as it is, as does one whose
-- table has lost its key: such a table is to be published again.
do $$
declare
  published record;
begin
  for published in
    select t.tgrelid::regclass as source, t.tgfoid::regproc::text as function_name,
           convert_from(substring(t.tgargs from 1 for z.at - 1), getdatabaseencoding()) as topic,
           convert_from(substring(t.tgargs from z.at + 1 for length(t.tgargs) - z.at - 1), getdatabaseencoding()) as key,
           -- The topic may have another one by now, and keys are to stay.
           case when p.prosrc like '%convert\_to(to\_json(r.%' then 'JSON' else 'STRING' end as key_format,
           p.prosrc like '%::text, ''before'', %' as before
    from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid
    cross join lateral (select position('\x00'::bytea in t.tgargs) as at) z
    where t.tgname = '0_millrace_publish_truncate'
      -- Others may have a trigger of that name, of a function that is not to be replaced.
      and (select n.nspname from pg_namespace n where n.oid = p.pronamespace) = 'millrace_publications'
  loop
    begin
      perform millrace.create_publication_function(published.function_name, published.source, published.topic,
        millrace.publication_key(published.source, published.key), published.key_format, published.before);
    exception when others then
      raise warning using message = format('%s is published as by an earlier release: %s', published.source, sqlerrm),
        hint = 'Publish it again, as the role that owns it: select millrace.publish_table(…).';
    end;
  end loop;
end $$;
