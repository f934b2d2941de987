-- Transactions: what their last round trip asserts. It cannot look at what comes back before it commits, so what speaks against
-- the commit is raised.

-- Raises MR030 unless this is still the transaction that set the name: a statement of the caller may have ended it, and begun another.
create function millrace.assert_transaction(name text) returns void
language plpgsql volatile as $$
begin
  if current_setting('millrace.transaction', true) is distinct from name then
    raise exception using errcode = 'MR030', message = 'a statement ended the transaction it ran in';
  end if;
end $$;

-- Raises MR031 for a commit of offsets that was judged and refused; the detail says which row of it, and who owns the partition.
create function millrace.refuse_commit(row_number bigint, owner uuid, owner_generation integer) returns void
language plpgsql volatile as $$
begin
  raise exception using errcode = 'MR031', message = 'a commit of offsets in this transaction was refused',
    detail = json_build_array(row_number, owner, owner_generation)::text;
end $$;
