-- The roles for people and programs, whenever they came: what a role may do was granted by the migrations alone before, and never to one that
-- was created behind them.

-- Creates millrace_reader and millrace_producer if this user may, and grants them all that they are for; says of each whether it has it
-- now. Calling it again changes nothing. For the owner of the schemas, which is who the nodes log in as. What another migration grants is to
-- be granted here too.
create function millrace.grant_roles() returns table (role name, granted boolean)
language plpgsql volatile as $$
declare
  relation text;
begin
  foreach role in array array['millrace_reader', 'millrace_producer'] loop
    begin
      if not exists (select from pg_roles r where r.rolname = role) then
        execute format('create role %I nologin', role);
      end if;
    exception when insufficient_privilege or duplicate_object or unique_violation then
      -- Left to whoever may, or another database of the server was first.
      null;
    end;
    granted := exists (select from pg_roles r where r.rolname = role);
    if not granted then
      raise warning using message = format('There is no role %s, and this user may not create roles.', role),
        hint = format('Run as one who may: create role %s nologin. Then call millrace.grant_roles() again.', role);
    elsif role = 'millrace_reader' then
      grant usage on schema millrace, millrace_segments, millrace_topics, millrace_state to millrace_reader;
      grant select on
        millrace.topics, millrace.partitions, millrace.segments, millrace.segment_bounds, millrace.log_epoch, millrace.epoch_starts,
        millrace.consumer_groups, millrace.group_members, millrace.group_partitions, millrace.offset_tables,
        millrace.producers, millrace.producer_tables, millrace.transaction_keys,
        millrace.outbox_tables, millrace.open_outbox_table, millrace.outbox_ids,
        millrace.streams_applications, millrace.state_stores, millrace.state_tables, millrace.dropped_state_tables,
        millrace.streams_instances, millrace.streams_errors
      to millrace_reader;
      alter default privileges in schema millrace_segments, millrace_topics, millrace_state grant select on tables to millrace_reader;
      -- What was made before the role.
      for relation in
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('millrace_segments', 'millrace_topics', 'millrace_state') and c.relkind in ('r', 'v')
          and not has_table_privilege('millrace_reader', c.oid, 'select')
      loop
        begin
          execute format('grant select on %s to millrace_reader', relation);
        exception when undefined_table then
          -- Dropped by retention meanwhile.
          null;
        end;
      end loop;
    else
      grant usage on schema millrace to millrace_producer;
      grant execute on function
        millrace.produce(text, text, json, json), millrace.produce_bytes(text, bytea, bytea, json),
        millrace.produce_all(text, bytea[], bytea[], json[]), millrace.topic_key_format(text)
      to millrace_producer;
      grant select on millrace.published_tables to millrace_producer;
      grant usage, create on schema millrace_publications to millrace_producer;
    end if;
    return next;
  end loop;
end $$;
revoke execute on function millrace.grant_roles() from public;

-- For roles that were created behind the migrations before this one.
do $$ begin
  perform millrace.grant_roles();
exception when insufficient_privilege or internal_error then
  raise notice 'The roles were not granted what they are for: %. Call millrace.grant_roles() as the owner of the schemas.', sqlerrm;
end $$;
