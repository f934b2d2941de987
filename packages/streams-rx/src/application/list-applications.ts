import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { Application } from './application.ts';
import { readApplications } from './read-applications.ts';

export interface ListApplicationsInput {
  /** Names that contain it, whatever the case. */
  readonly search?: string | undefined;
  /** 0 to 1,000. */
  readonly first: number;
  /** Name of the last application of the page before. */
  readonly after?: string | undefined;
}

export interface ApplicationPage {
  readonly applications: readonly Application[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}

const maxApplications = 1_000;

const sql = `
with names as (
  select application as name from millrace.streams_instances
  union
  select a.name from millrace.streams_applications a where exists (
    select from millrace.state_stores s where s.application_id = a.id)
),
matching as materialized (
  select name from names where $1::text is null or name ilike $1
),
page as (
  select name from matching where $2::text is null or name > $2 order by name limit $3
)
select total.count as total_count, page.name
from (select count(*)::integer from matching) total
left join page on true
order by page.name`;

/** Applications with an instance that is known, or with state; by name, a page of them. INVALID_INPUT. */
export async function listApplications(
  engine: Pick<Engine, 'query'>,
  { search, first, after }: ListApplicationsInput,
): Promise<ApplicationPage> {
  if (!Number.isInteger(first) || first < 0 || first > maxApplications) {
    throw new MillraceError('INVALID_INPUT', `first is 0 to ${maxApplications} applications, not ${first}.`);
  }
  // Postgres takes no U+0000 in a text, and no name has one.
  if (search?.includes('\0') || after?.includes('\0')) {
    throw new MillraceError(
      'INVALID_INPUT',
      'No name of an application holds U+0000: leave it out of what you look for.',
    );
  }
  // One more tells whether there is a next page.
  const { rows } = await engine.query<{ total_count: number; name: string | null }>(sql, [
    search ? `%${search.replaceAll(/[\\%_]/g, '\\$&')}%` : null,
    after ?? null,
    first + 1,
  ]);
  const names = rows.map(({ name }) => name).filter((name) => name !== null);
  return {
    applications: await readApplications(engine, names.slice(0, first)),
    totalCount: rows[0]?.total_count ?? 0,
    hasNextPage: names.length > first,
  };
}
