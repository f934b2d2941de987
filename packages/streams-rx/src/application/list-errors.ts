import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { ProcessingError } from './instance-snapshot.ts';
import { maxKeptErrors } from './write-errors.ts';

export interface RegisteredError extends Omit<ProcessingError, 'code'> {
  /** Rises with every error. */
  readonly id: number;
  readonly occurredAt: Date;
  readonly instanceId: string;
  /** null: registered by a version that did not tell it. */
  readonly code: string | null;
}

export interface ErrorPage {
  readonly errors: readonly RegisteredError[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}

/** Those that are over what is kept wait for the next ones to be deleted. */
const sql = `
with kept as materialized (
  select * from millrace.streams_errors where application = $1 order by id desc limit ${maxKeptErrors}
),
page as (
  select * from kept where $2::bigint is null or id < $2 order by id desc limit $3
)
select total.count as total_count, page.*
from (select count(*)::integer from kept) total
left join page on true
order by page.id desc`;

interface Row extends Omit<RegisteredError, 'id' | 'offset' | 'occurredAt' | 'instanceId'> {
  readonly total_count: number;
  /** null: the page is empty. */
  readonly id: string | null;
  readonly offset: string;
  readonly occurred_at: Date;
  readonly instance_id: string;
}

/** Errors of an application, the newest first. `after`: id of the last one of the page before. first: 0 to 1,000. INVALID_INPUT. */
export async function listErrors(
  engine: Pick<Engine, 'query'>,
  application: string,
  { first, after }: { readonly first: number; readonly after?: number | undefined },
): Promise<ErrorPage> {
  if (!Number.isInteger(first) || first < 0 || first > maxKeptErrors) {
    throw new MillraceError('INVALID_INPUT', `first is 0 to ${maxKeptErrors} errors, not ${first}.`);
  }
  const { rows } = await engine.query<Row>(sql, [application, after ?? null, first + 1]);
  const found = rows.filter((row) => row.id !== null);
  return {
    errors: found.slice(0, first).map((row) => ({
      id: Number(row.id),
      kind: row.kind,
      outcome: row.outcome,
      task: row.task,
      topic: row.topic,
      partition: row.partition,
      offset: Number(row.offset),
      code: row.code,
      message: row.message,
      stack: row.stack,
      occurredAt: row.occurred_at,
      instanceId: row.instance_id,
    })),
    totalCount: rows[0]?.total_count ?? 0,
    hasNextPage: found.length > first,
  };
}
