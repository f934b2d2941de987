import type { Engine } from '@millrace/engine';
import type { Application } from './application.ts';
import { readApplications } from './read-applications.ts';

const knownSql = `
select where exists (select from millrace.streams_instances where application = $1) or exists (
  select from millrace.streams_applications a join millrace.state_stores s on s.application_id = a.id where a.name = $1)`;

/** The application of that name; null where neither an instance nor a store of it is known. */
export async function describeApplication(engine: Pick<Engine, 'query'>, id: string): Promise<Application | null> {
  // Postgres takes no U+0000 in a text, and no name has one.
  if (id.includes('\0')) return null;
  const { rowCount } = await engine.query(knownSql, [id]);
  if (rowCount === 0) return null;
  return (await readApplications(engine, [id]))[0] ?? null;
}
