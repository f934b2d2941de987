-- Keys of transactions that committed, written by each in its own commit: who did not hear how it ended does it again with the same
-- key, and is refused if it is there. Only ever inserted into; the oldest are deleted after days, in small steps.
create table millrace.transaction_keys (
  key          text primary key,
  -- ms since 1970, of millrace.now().
  committed_at bigint not null
);
create index transaction_keys_committed_at_idx on millrace.transaction_keys (committed_at);

do $$ begin
  grant select on millrace.transaction_keys to millrace_reader;
exception when insufficient_privilege or undefined_object then
  raise notice 'millrace_reader was not granted the keys of transactions: this user may not, or there is no such role.';
end $$;
