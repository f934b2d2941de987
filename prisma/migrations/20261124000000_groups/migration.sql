-- Consumer groups: who reads what. All of it moves slowly (a row changes when a member or a unit moves); what moves at the
-- speed of the log, committed offsets, is inserted into tables of its own that are rolled and dropped like segments.

create table millrace.consumer_groups (
  id         serial primary key,
  name       text not null,
  generation integer not null default 0,
  revision   bigint not null default 0,
  created_at timestamptz(3) not null default current_timestamp
);
create unique index consumer_groups_name_key on millrace.consumer_groups (name);

create table millrace.group_members (
  id                    uuid primary key,
  group_id              integer not null,
  node_id               uuid not null,
  client_id             text not null,
  instance_id           text,
  subscription          jsonb not null,
  session_timeout_ms    integer not null,
  revocation_timeout_ms integer not null,
  away_since            bigint,
  joined_at             timestamptz(3) not null default current_timestamp,
  constraint group_members_group_id_fkey foreign key (group_id) references millrace.consumer_groups (id) on delete cascade on update cascade
);
create unique index group_members_group_id_instance_id_key on millrace.group_members (group_id, instance_id);
create index group_members_node_id_idx on millrace.group_members (node_id);

-- Who owns a partition in a group: what a commit is fenced by. No foreign key to partitions, whose rows would have to be
-- locked in two orders: rows of partitions that are gone go when the group is next reconciled.
create table millrace.group_partitions (
  group_id         integer not null,
  partition_id     integer not null,
  unit             text not null,
  owner            uuid,
  owner_generation integer not null default 0,
  target           uuid,
  revoke_deadline  bigint,
  primary key (group_id, partition_id),
  constraint group_partitions_group_id_fkey foreign key (group_id) references millrace.consumer_groups (id) on delete cascade on update cascade
);
create index group_partitions_partition_id_idx on millrace.group_partitions (partition_id);
-- What every node looks at twice a second: the few units that are on their way.
create index group_partitions_revoking_idx on millrace.group_partitions (group_id) where revoke_deadline is not null;

-- Looking after groups: how old a lag is, and what groups have committed.

-- When the batch that holds each offset was appended (ms since 1970); offsets that no batch holds are left out. Reads one
-- row of each partition. Volatile: it must see what millrace.partition_ends saw in the same statement before.
create function millrace.append_times(partition_ids integer[], offsets bigint[])
returns table (partition_id integer, append_time bigint)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  segment record;
begin
  for segment in
    select found.segment_id as id, array_agg(wanted.partition_id) as partition_ids, array_agg(wanted.wanted_offset) as offsets
    from unnest(append_times.partition_ids, append_times.offsets) as wanted (partition_id, wanted_offset)
    cross join lateral (
      select b.segment_id from millrace.segment_bounds b
      where b.partition_id = wanted.partition_id and b.first_offset <= wanted.wanted_offset
      order by b.segment_id desc limit 1
    ) found
    group by found.segment_id
  loop
    return query execute format(
      'select wanted.partition_id, found.append_time
       from unnest($1, $2) as wanted (partition_id, wanted_offset)
       cross join lateral (
         select s.append_time, s.last_offset from millrace_segments.s%s s
         where s.partition_id = wanted.partition_id and s.base_offset <= wanted.wanted_offset
         order by s.base_offset desc limit 1
       ) found
       where found.last_offset >= wanted.wanted_offset', segment.id)
    using segment.partition_ids, segment.offsets;
  end loop;
end $$;
