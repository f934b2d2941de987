-- Stream processors as seen from outside: which processes run an application, and what went wrong with records. Applications are named here, not
-- referred to: an instance may tell of itself before its application has any state, and is remembered after that was cleared.

-- A start of a program that runs an application. It renews its row every few seconds: how it is, and that it lives.
create table millrace.streams_instances (
  id            uuid primary key,
  application   text not null,
  -- Of millrace.nodes: the engine it works with.
  node_id       uuid not null,
  hostname      text not null,
  process_id    integer not null,
  version       text,
  started_at    timestamptz(3) not null,
  heartbeat_at  timestamptz(3) not null,
  -- What it told last of itself (InstanceSnapshot).
  snapshot      jsonb not null,
  -- What it runs (TopologyDescription): written once.
  topology      jsonb not null,
  -- By which instances see whether they run the same.
  topology_hash text not null
-- Room for the next versions of a row in its own page: a heartbeat touches no index then.
) with (fillfactor = 50);
create index streams_instances_application_idx on millrace.streams_instances (application);

-- Records that an error policy has dealt with, or that stopped an instance. Of an application the newest 1,000 are kept.
create table millrace.streams_errors (
  id          bigint generated always as identity primary key,
  application text not null,
  instance_id uuid not null,
  occurred_at timestamptz(3) not null,
  -- DECODE, PROCESS, PRODUCE
  kind        text not null,
  -- FAILED, SKIPPED, DEAD_LETTERED, RETRIED
  outcome     text not null,
  task        text not null,
  topic       text not null,
  partition   integer not null,
  "offset"    bigint not null,
  message     text not null,
  stack       text
);
create index streams_errors_application_idx on millrace.streams_errors (application, id);

do $$ begin
  grant select on millrace.streams_instances, millrace.streams_errors to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted instances and errors of stream processors: this user may not, or there is no such role.';
end $$;
