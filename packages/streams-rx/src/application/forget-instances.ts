import type { Engine } from '@millrace/engine';

const sql = `
with forgotten as (
  delete from millrace.streams_instances where application = $1 and id = any ($2::uuid[])
)
delete from millrace.streams_errors where application = $1`;

/** Forgets instances of an application, and all its errors. */
export async function forgetInstances(
  engine: Pick<Engine, 'query'>,
  application: string,
  instances: readonly string[],
): Promise<void> {
  await engine.query(sql, [application, instances]);
}
