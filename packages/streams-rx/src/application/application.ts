import type { TopologyDescription } from '../topology/topology-description.ts';
import type { InstanceSnapshot } from './instance-snapshot.ts';

/** A start of a program that runs an application. */
export interface Instance {
  readonly id: string;
  /** Of the engine it works with. */
  readonly nodeId: string;
  readonly hostname: string;
  readonly processId: number;
  readonly version: string | null;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  /** Its heartbeat is recent and it has not said goodbye. */
  readonly alive: boolean;
  /** What it told last. */
  readonly snapshot: InstanceSnapshot;
  readonly topologyHash: string;
}

/**
 * What an application does, by its live instances: STOPPED where there is none, else the first of RUNNING, STARTING, STOPPING that one of
 * them is, else FAILED: all have failed.
 */
export type ApplicationState = 'STARTING' | 'RUNNING' | 'FAILED' | 'STOPPING' | 'STOPPED';

export interface Application {
  readonly id: string;
  readonly state: ApplicationState;
  /** Those that are alive first, then the newest first. */
  readonly instances: readonly Instance[];
  /** Of the first of its instances; null: there is none. */
  readonly topology: { readonly hash: string; readonly description: TopologyDescription } | null;
  /** Live instances have registered different topologies: two versions of the program run at once. */
  readonly topologyDiffers: boolean;
}

export function applicationState(instances: readonly Instance[]): ApplicationState {
  const live = instances.filter(({ alive }) => alive).map(({ snapshot }) => snapshot.state);
  if (live.length === 0) return 'STOPPED';
  return (['RUNNING', 'STARTING', 'STOPPING'] as const).find((state) => live.includes(state)) ?? 'FAILED';
}

export function topologyDiffers(instances: readonly Instance[]): boolean {
  return new Set(instances.filter(({ alive }) => alive).map(({ topologyHash }) => topologyHash)).size > 1;
}
