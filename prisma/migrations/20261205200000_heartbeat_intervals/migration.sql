-- How often a node beats, as it says itself: who asks whether it lives may not be configured as it is.
alter table millrace.nodes add column heartbeat_interval_ms integer not null default 3000;
