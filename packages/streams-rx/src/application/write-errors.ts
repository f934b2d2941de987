import type { Engine } from '@millrace/engine';
import type { ProcessingError } from './instance-snapshot.ts';
import { storableText } from './storable-text.ts';

/** Of an application; older ones are deleted when newer ones come. */
export const maxKeptErrors = 1_000;
const maxCodeChars = 255;
const maxMessageChars = 4_096;
const maxStackChars = 16_384;

/** Those that are there before it: $4 or more of them are one too many with those that it adds. */
const sql = `
with clock as materialized (
  select millrace.now() as now
),
gone as (
  delete from millrace.streams_errors where application = $1 and id <= (
    select id from millrace.streams_errors where application = $1 order by id desc offset $4 limit 1)
)
insert into millrace.streams_errors
  (application, instance_id, occurred_at, kind, outcome, task, topic, partition, "offset", code, message, stack)
select $1, $2, to_timestamp((clock.now - e."ageMs") / 1000.0), e.kind, e.outcome, e.task, e.topic, e.partition, e."offset",
       e.code, e.message, e.stack
from clock cross join rows from (jsonb_to_recordset($3::jsonb) as (
  "ageMs" double precision, kind text, outcome text, task text, topic text, partition integer, "offset" bigint, code text,
  message text, stack text
)) with ordinality as e ("ageMs", kind, outcome, task, topic, partition, "offset", code, message, stack, place)
order by e.place`;

export interface ErrorToWrite extends ProcessingError {
  /** How long ago it came to pass, ms: what a process and Postgres agree on without agreeing on the time. */
  readonly ageMs: number;
}

/** Adds errors of an instance, in their order, up to `maxKeptErrors` of them, and deletes what is over that many of its application. */
export async function writeErrors(
  engine: Pick<Engine, 'query'>,
  application: string,
  instanceId: string,
  errors: readonly ErrorToWrite[],
): Promise<void> {
  const stored = errors.map((error) => ({
    ...error,
    task: storableText(error.task, maxMessageChars),
    code: storableText(error.code, maxCodeChars),
    message: storableText(error.message, maxMessageChars),
    stack: error.stack === null ? null : storableText(error.stack, maxStackChars),
  }));
  await engine.query(sql, [application, instanceId, JSON.stringify(stored), maxKeptErrors - errors.length]);
}
