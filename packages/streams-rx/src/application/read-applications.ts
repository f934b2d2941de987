import type { Engine } from '@millrace/engine';
import type { TopologyDescription } from '../topology/topology-description.ts';
import { type Application, applicationState, type Instance, topologyDiffers } from './application.ts';
import { heartbeatMs } from './instance-registry.ts';
import type { InstanceSnapshot } from './instance-snapshot.ts';

/** An instance that has not beaten for so many intervals counts as gone. */
const missedBeats = 4;

/** A topology is large, and the same in most instances: that of the first one comes. */
const sql = `
with instances as (
  select i.*, i.snapshot ->> 'state' <> 'STOPPED'
              and i.heartbeat_at > to_timestamp((millrace.now() - $2) / 1000.0) as alive
  from millrace.streams_instances i where i.application = any ($1)
),
placed as (
  select i.*, row_number() over (partition by application order by alive desc, started_at desc, id) as place from instances i
)
select id, application, node_id, hostname, process_id, version, started_at, heartbeat_at, alive, snapshot, topology_hash,
       case when place = 1 then topology end as topology
from placed order by application, place`;

interface Row {
  readonly id: string;
  readonly application: string;
  readonly node_id: string;
  readonly hostname: string;
  readonly process_id: number;
  readonly version: string | null;
  readonly started_at: Date;
  readonly heartbeat_at: Date;
  readonly alive: boolean;
  readonly snapshot: InstanceSnapshot;
  readonly topology_hash: string;
  readonly topology: TopologyDescription | null;
}

/** Applications with what their instances have told, in the order of the names; one without instances is STOPPED. */
export async function readApplications(
  engine: Pick<Engine, 'query'>,
  names: readonly string[],
): Promise<Application[]> {
  if (names.length === 0) return [];
  const { rows } = await engine.query<Row>(sql, [names, heartbeatMs * missedBeats]);
  return names.map((id) => {
    const own = rows.filter(({ application }) => application === id);
    const instances = own.map(toInstance);
    const [first] = own;
    return {
      id,
      state: applicationState(instances),
      instances,
      topology: first?.topology ? { hash: first.topology_hash, description: first.topology } : null,
      topologyDiffers: topologyDiffers(instances),
    };
  });
}

function toInstance(row: Row): Instance {
  return {
    id: row.id,
    nodeId: row.node_id,
    hostname: row.hostname,
    processId: row.process_id,
    version: row.version,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    alive: row.alive,
    snapshot: row.snapshot,
    topologyHash: row.topology_hash,
  };
}
