import { knownTablesSql } from './check-tables.ts';
import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** Made in one transaction with their tables, or with what they hold: in a snapshot none of ours is half made. */
const invalidSql = `
select n.nspname as schema, c.relname as name, t.relname as table
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname in ('millrace', 'millrace_segments') and not (i.indisvalid and i.indisready)
order by 1, 3, 2`;

const withoutKeySql = `
select c.relname as table, left(c.relname, 1) as kind
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'millrace_segments' and c.relkind = 'r' and c.relname ~ '^[sop][0-9]+$' and c.relname in (${knownTablesSql})
  and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
order by 1`;

const keys: { readonly [kind: string]: string } = {
  s: 'partition_id, base_offset',
  o: 'group_id, partition_id, id',
  p: 'producer_id, topic_id, epoch, first_sequence',
};

/** Every table of the log has its key, and no index is half made: key indexes are left to whoever makes them. */
export function checkIndexes({ session, findings, topicIds }: CheckScope): Promise<void> {
  if (topicIds) return Promise.resolve();
  return inSnapshot(session, async () => {
    const invalid = await session.query<{ schema: string; name: string; table: string }>(invalidSql);
    for (const { schema, name, table } of invalid.rows) {
      findings.add({
        code: 'INVALID_INDEX',
        table: `${schema}.${table}`,
        message: `The index ${name} is not valid: Postgres does not use it, and keeps it up all the same.`,
        hint: `Unless somebody is making it right now: reindex index ${schema}."${name}". A key index (…_keys) is made anew by a node.`,
      });
    }
    const without = await session.query<{ table: string; kind: string }>(withoutKeySql);
    for (const { table, kind } of without.rows) {
      findings.add({
        code: 'MISSING_INDEX',
        table: `millrace_segments.${table}`,
        message:
          'The table has no primary key: every read looks through all of it, and nothing keeps the same row from being there twice.',
        hint: `As after a restore that was broken off. alter table millrace_segments.${table} add primary key (${keys[kind]}).`,
      });
    }
  });
}
