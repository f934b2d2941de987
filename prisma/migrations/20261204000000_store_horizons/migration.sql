-- From which time on a store's partition has all its entries, where its retention was made longer: those before it were dropped under the
-- shorter one, and windows that reach back to them would begin anew.
create table millrace.state_horizons (
  store_id  integer not null,
  partition integer not null,
  -- ms of stream time
  kept_from bigint not null,
  constraint state_horizons_pkey primary key (store_id, partition),
  constraint state_horizons_store_id_fkey foreign key (store_id) references millrace.state_stores (id) on delete cascade on update cascade
);
