-- Finding records: by key, with an index on sealed segments where the topic's keyIndex asks for one, and by what is in them.

-- A 32-bit hash of a key: what the index holds, because Postgres refuses to index long values. Whoever finds by it looks at
-- the key itself again. Only compared within one server's tables; an index is made anew by a restore.
create function millrace.key_hash(key bytea) returns integer
language sql immutable parallel safe strict
return hash_array(array[key]);

-- The hashes of a batch's keys: what a segment's key index (gin) is over. Its cost is that of reading the keys of a batch, so that
-- the index is preferred to calling it for every row.
create function millrace.key_hashes(keys bytea[]) returns integer[]
language sql immutable parallel safe strict cost 1000
return (select array_agg(hash_array(array[k.key])) from unnest($1) as k (key) where k.key is not null);

-- The name of the key index of a segment's table; it is in the table's schema.
create function millrace.key_index_name(segment_table integer) returns text
language sql immutable parallel safe strict
return 's' || $1 || '_keys';

-- Whether a segment's table has a key index that can be used.
create function millrace.has_key_index(segment_table integer) returns boolean
language sql stable parallel safe strict
return coalesce(
  (select i.indisvalid from pg_index i where i.indexrelid = to_regclass('millrace_segments.' || millrace.key_index_name($1))),
  false);

-- Whether one value is JSON that a path finds something in. predicate: the path is a condition, which has to be true ("$.a > 1");
-- otherwise it has to select something ("$.a[*] ? (@ > 1)"). What is not JSON does not match.
create function millrace.json_matches(value bytea, path jsonpath, predicate boolean) returns boolean
language plpgsql immutable as $$
begin
  if predicate then
    return coalesce(convert_from(value, 'UTF8')::jsonb @@ path, false);
  end if;
  return coalesce(convert_from(value, 'UTF8')::jsonb @? path, false);
exception when others then
  -- Never of a statement that is cancelled: "others" leaves that out.
  return false;
end $$;

-- The places (from 1) of the values that match, in order. All are taken at once, which is twice as fast, and one by one only where
-- one of them is not JSON.
create function millrace.json_matching(vals bytea[], path jsonpath, predicate boolean) returns integer[]
language plpgsql immutable as $$
begin
  if predicate then
    return (select array_agg(v.n order by v.n) from unnest(vals) with ordinality as v (value, n)
            where convert_from(v.value, 'UTF8')::jsonb @@ path);
  end if;
  return (select array_agg(v.n order by v.n) from unnest(vals) with ordinality as v (value, n)
          where convert_from(v.value, 'UTF8')::jsonb @? path);
exception when others then
  return (select array_agg(v.n order by v.n) from unnest(vals) with ordinality as v (value, n)
          where millrace.json_matches(v.value, path, predicate));
end $$;

-- The numbers (from 1) of a batch's records that have, for each wanted name, a header of that name; where the wanted value is not
-- null, of that value.
create function millrace.records_with_headers(
  counts integer[], names text[], vals bytea[], wanted_names text[], wanted_values bytea[]) returns integer[]
language sql immutable parallel safe as $$
  with ends as (
    select c.n, sum(c.header_count) over (order by c.n) as last, c.header_count
    from unnest($1) with ordinality as c (header_count, n)
  ), headers as (
    select e.n, h.name, h.value
    from unnest($2, $3) with ordinality as h (name, value, position)
    join ends e on h.position <= e.last and h.position > e.last - e.header_count
    where h.name = any ($4)
  )
  select array_agg(e.n::integer) from ends e
  where not exists (
    select from unnest($4, $5) as w (name, value)
    where not exists (select from headers h where h.n = e.n and h.name = w.name and (w.value is null or h.value = w.value)))
$$;

-- The newest records with a key, newest first: select * from millrace.records_by_key_bytes('orders', '\x0102'). Through the key index
-- where a segment has one, else by looking at the keys of all its batches. The columns are those of millrace.records.
create function millrace.records_by_key_bytes(topic text, record_key bytea, max_records integer default 100)
returns table (
  "partition" integer, "offset" bigint, "timestamp" timestamptz,
  key text, value text, key_json jsonb, value_json jsonb, key_bytes bytea, value_bytes bytea, headers jsonb)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  wanted_topic integer;
  segment_table integer;
  found_records integer;
  left_over integer := $3;
  -- Without an index the keys themselves are quicker to look at than their hashes.
  holds_key text;
begin
  select t.id into wanted_topic from millrace.topics t where t.name = $1;
  if wanted_topic is null then
    raise exception using errcode = 'MR002', message = format('There is no topic "%s".', $1),
      hint = 'select name from millrace.topics lists them.';
  end if;
  -- Against drops of its tables until this transaction ends, as millrace.batches does.
  perform pg_advisory_xact_lock_shared(millrace.reading_lock(), wanted_topic);
  for segment_table in
    select coalesce(s.table_id, s.id) from millrace.segments s where s.topic_id = wanted_topic order by s.id desc
  loop
    exit when left_over <= 0;
    holds_key := case when millrace.has_key_index(segment_table)
      then 'millrace.key_hashes(b.keys) @> array[millrace.key_hash($1)] and array_position(b.keys, $1) is not null'
      else 'array_position(b.keys, $1) is not null' end;
    -- First where they are, then what they are: values are looked at only of those that are wanted.
    return query execute format(
      'with newest as materialized (
         select p.index, b.partition_id, b.base_offset, k.n, o.record_offset, t.ms
         from millrace_segments.s%1$s b
         join millrace.partitions p on p.id = b.partition_id
         cross join lateral unnest(array_positions(b.keys, $1)) as k (n)
         cross join lateral (select b.base_offset + coalesce(b.offset_deltas[k.n], k.n - 1)) as o (record_offset)
         cross join lateral (select b.base_timestamp + coalesce(b.timestamp_deltas[k.n], 0)) as t (ms)
         where %2$s and o.record_offset >= p.log_start_offset
         order by t.ms desc, p.index desc, o.record_offset desc limit $2
       )
       select f.index, f.record_offset, to_timestamp(f.ms / 1000.0), millrace.text_or_null($1), millrace.text_or_null(v.value),
              millrace.jsonb_or_null($1), millrace.jsonb_or_null(v.value), $1, v.value,
              case when b.header_counts is null then ''[]''::jsonb
                   else millrace.headers_of(b.header_counts, b.header_names, b.header_values, f.n) end
       from newest f
       join millrace_segments.s%1$s b on b.partition_id = f.partition_id and b.base_offset = f.base_offset
       cross join lateral (select b."values"[f.n] offset 0) as v (value)
       order by f.ms desc, f.index desc, f.record_offset desc', segment_table, holds_key)
    using $2, left_over;
    get diagnostics found_records = row_count;
    left_over := left_over - found_records;
  end loop;
end $$;

-- The same for a key that is text: select * from millrace.records_by_key('orders', '4711', 1) is the newest one.
create function millrace.records_by_key(topic text, record_key text, max_records integer default 100)
returns table (
  "partition" integer, "offset" bigint, "timestamp" timestamptz,
  key text, value text, key_json jsonb, value_json jsonb, key_bytes bytea, value_bytes bytea, headers jsonb)
language sql volatile as $$
  select * from millrace.records_by_key_bytes($1, convert_to($2, 'UTF8'), $3)
$$;
