-- The size of the windows that a store's keys begin, so that state is not read by windows of another size: their ends are in no key.
alter table millrace.state_stores
  -- ms; null: no windows of one size, or a store that was last opened before this was kept
  add column window_size_ms bigint;
