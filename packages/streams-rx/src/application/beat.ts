import type { Engine } from '@millrace/engine';
import { storableJson } from './storable-text.ts';

/** Instances that have not beaten for so long are forgotten by whoever of their application beats. */
const forgetAfter = '1 day';

const sql = `
with gone as (
  delete from millrace.streams_instances
  where application = $2 and id <> $1 and heartbeat_at < to_timestamp(millrace.now() / 1000.0) - interval '${forgetAfter}'
)
insert into millrace.streams_instances
  (id, application, node_id, hostname, process_id, version, topology, topology_hash, snapshot, started_at, heartbeat_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp(millrace.now() / 1000.0), to_timestamp(millrace.now() / 1000.0))
on conflict (id) do update set heartbeat_at = excluded.heartbeat_at, snapshot = excluded.snapshot`;

/** What of an instance stays as it is from its start to its end. */
export interface ThisInstance {
  readonly id: string;
  readonly application: string;
  readonly nodeId: string;
  readonly hostname: string;
  readonly processId: number;
  readonly version: string | null;
  /** JSON text. */
  readonly topology: string;
  readonly topologyHash: string;
}

/** Says that an instance lives, and how it is. Makes its row where there is none, also where it was taken for dead. */
export async function beat(engine: Pick<Engine, 'query'>, instance: ThisInstance, snapshot: unknown): Promise<void> {
  const { id, application, nodeId, hostname, processId, version, topology, topologyHash } = instance;
  await engine.query(sql, [
    ...[id, application, nodeId, hostname, processId, version, topology, topologyHash],
    storableJson(snapshot),
  ]);
}
