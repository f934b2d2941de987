-- An order and its event in one transaction, with nothing but SQL: psql -f examples/outbox/psql.sql
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '
set client_min_messages = warning;

create schema if not exists shop;
create table if not exists shop.orders (id serial primary key, customer text not null, total integer not null);

begin;
insert into shop.orders (customer, total) values ('ada', 12) returning id as committed \gset
select millrace.produce('orders', id::text, row_to_json(o), '{"source": "shop"}')
from shop.orders o where id = :committed \g /dev/null
commit;
\echo committed: :committed

begin;
insert into shop.orders (customer, total) values ('bob', 99) returning id as rolled_back \gset
select millrace.produce('orders', id::text, row_to_json(o)) from shop.orders o where id = :rolled_back \g /dev/null
rollback;
\echo rolled back: :rolled_back

-- It is in the topic within a moment.
select set_config('shop.committed', :'committed', false) \g /dev/null
do $$ begin
  for attempt in 1..600 loop
    exit when exists (select from millrace.records('orders') where key = current_setting('shop.committed'));
    perform pg_sleep(0.05);
  end loop;
end $$;
select 'in the topic:', key, value from (select * from millrace.records('orders') order by "offset" desc limit 3) r order by "offset";
