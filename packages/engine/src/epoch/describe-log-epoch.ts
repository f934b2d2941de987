import { MillraceError } from '@millrace/core';
import { type Database, translatePostgresError } from '@millrace/database';
import type { PoolClient } from 'pg';
import { type CheckedLogEpoch, checkLogEpoch } from './check-log-epoch.ts';
import { raiseLogEpoch } from './raise-log-epoch.ts';

export interface LogEpochNode {
  readonly id: string;
  readonly role: string;
  readonly hostname: string;
  readonly processId: number;
  readonly heartbeatAt: Date;
}

/** The log's epoch, for who looks after the server. */
export interface LogEpochDescription extends CheckedLogEpoch {
  /** null: never, or before this was taken note of. */
  readonly raisedAt: Date | null;
  /** Why, as it was said or found. */
  readonly reason: string | null;
  /** Nodes whose heartbeat is recent: they live, or did when the server's files were copied. */
  readonly liveNodes: readonly LogEpochNode[];
}

/** A node that has missed so many beats, by its own interval, does not live. */
const missedBeats = 3;

/** Read from JSON, because files that were put back may be those of an earlier version, whose nodes did not say their interval. */
const nodesSql = `
select n.id, n.role, n.hostname, n.process_id as "processId", n.heartbeat_at as "heartbeatAt" from millrace.nodes n
where n.heartbeat_at > to_timestamp(millrace.now() / 1000.0)
  - make_interval(secs => coalesce((to_jsonb(n) ->> 'heartbeat_interval_ms')::integer, 3000) / 1000.0 * $1)
order by n.started_at, n.id`;

/** POSTGRES_UNAVAILABLE, also on a standby; INVALID_SETTINGS where there is no log of this version. */
export async function describeLogEpoch(database: Pick<Database, 'pool'>): Promise<LogEpochDescription> {
  return onLog(database, async (client) => {
    const checked = await checkLogEpoch(client, 0);
    const row = await client.query<{ raised_at: Date | null; reason: string | null }>(
      'select raised_at, reason from millrace.log_epoch',
    );
    const nodes = await client.query<LogEpochNode>(nodesSql, [missedBeats]);
    const { raised_at: raisedAt = null, reason = null } = row.rows[0] ?? {};
    return { ...checked, raisedAt, reason, liveNodes: nodes.rows };
  });
}

/**
 * Raises the log's epoch although nothing says that it has to be: for files of the server that were put back, which look as they did.
 * Nodes that live drop what they remember. `reason`: for people. Gives the new epoch. POSTGRES_UNAVAILABLE, INVALID_SETTINGS.
 */
export async function raiseLogEpochByHand(database: Pick<Database, 'pool'>, reason: string): Promise<number> {
  return onLog(database, (client) => raiseLogEpoch(client, { byHand: true, reason, known: 0 }));
}

async function onLog<T>(database: Pick<Database, 'pool'>, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient | undefined;
  try {
    client = await database.pool.connect();
    const { rows } = await client.query<{ known: boolean }>(
      "select to_regclass('millrace.log_epoch') is not null as known",
    );
    if (!rows[0]?.known) {
      throw new MillraceError(
        'INVALID_SETTINGS',
        'There is no log in this database, or one of an earlier version: start the platform on it first, which brings it up to date.',
      );
    }
    return await work(client);
  } catch (error) {
    throw translatePostgresError(error);
  } finally {
    client?.release();
  }
}
