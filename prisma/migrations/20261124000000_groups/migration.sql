-- Consumer groups: who reads what. All of it moves slowly (a row changes when a member or a unit moves); what moves at the
-- speed of the log, committed offsets, is inserted into tables of its own that are rolled and dropped like segments.

create table millrace.consumer_groups (
  id         serial primary key,
  name       text not null,
  generation integer not null default 0,
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
