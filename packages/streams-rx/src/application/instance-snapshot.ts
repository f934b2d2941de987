import type { TopologyDescription } from '../topology/topology-description.ts';

/** STARTING: makes topics and joins. FAILED: stopped by an error. STOPPED: said goodbye. */
export type InstanceState = 'STARTING' | 'RUNNING' | 'FAILED' | 'STOPPING' | 'STOPPED';

/** What an instance of an application tells of itself with every heartbeat. */
export interface InstanceSnapshot {
  readonly state: InstanceState;
  /** Why it is FAILED. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly tasks: readonly TaskSnapshot[];
  /** Records a second by node of the topology, over the last few seconds. */
  readonly rates: { readonly [node: string]: number };
  /** Since its start. */
  readonly totals: {
    readonly recordsIn: number;
    readonly recordsOut: number;
    readonly epochs: number;
    readonly lateRecords: number;
    readonly skippedRecords: number;
    readonly deadLetteredRecords: number;
    readonly failedEpochs: number;
  };
}

export interface TaskSnapshot {
  readonly subTopology: string;
  readonly partition: number;
  /** RETRYING: waits before it tries an epoch again. */
  readonly state: 'RUNNING' | 'RETRYING';
  /** ms since 1970; null before the first record. */
  readonly streamTime: number | null;
  readonly bufferedRecords: number;
  readonly recordsPerSecond: number;
  /** Of the last epochs: how long one took from its first record to its commit, ms. */
  readonly epochMs: number;
}

/** A record that a policy has dealt with, or that stopped the application. */
export interface ProcessingError {
  readonly kind: 'DECODE' | 'PROCESS' | 'PRODUCE';
  readonly outcome: 'FAILED' | 'SKIPPED' | 'DEAD_LETTERED';
  readonly task: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of ours, of the program's own error, or the name of its class: as in a dead letter. */
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
}

/** What an application is registered with. */
export interface ApplicationRegistration {
  readonly applicationId: string;
  readonly topology: TopologyDescription;
}
