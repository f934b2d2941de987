import { type Logger, silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import type { Engine } from '@millrace/engine';
import { InstanceRegistry } from '../application/instance-registry.ts';
import type { InstanceSnapshot, ProcessingError } from '../application/instance-snapshot.ts';
import { noTotals } from '../task/task-meter.ts';
import type { StoreDescription, TopologyDescription } from '../topology/topology-description.ts';

/** From the topic `in` by an operator with a store, `counts`, to the topic `out`. */
export function testTopology(stores: readonly Partial<StoreDescription>[] = [{}]): TopologyDescription {
  const made = stores.map((store) => ({
    name: 'counts',
    kind: 'KEY_VALUE' as const,
    subTopology: '0',
    isTable: true,
    retentionMs: null,
    windowSizeMs: null,
    ...store,
  }));
  const node = { subTopology: '0', topic: null, stores: [] };
  return {
    subTopologies: [{ id: '0', sourceTopics: ['in'], sinkTopics: ['out'] }],
    nodes: [
      { ...node, id: 'source-0000', kind: 'SOURCE', operator: 'source', topic: 'in' },
      {
        ...node,
        id: 'countRecords-0001',
        kind: 'OPERATOR',
        operator: 'countRecords',
        stores: made.map(({ name }) => name),
      },
      { ...node, id: 'to-0002', kind: 'SINK', operator: 'to', topic: 'out' },
    ],
    edges: [
      { from: 'source-0000', to: 'countRecords-0001' },
      { from: 'countRecords-0001', to: 'to-0002' },
    ],
    stores: made,
  };
}

export function testSnapshot(parts: Partial<InstanceSnapshot> = {}): InstanceSnapshot {
  return {
    state: 'RUNNING',
    error: null,
    tasks: [],
    rates: {},
    totals: noTotals(),
    ...parts,
  };
}

export function testError(parts: Partial<ProcessingError> = {}): ProcessingError {
  const record = { task: '0/1', topic: 'in', partition: 1, offset: 7 };
  return { kind: 'PROCESS', outcome: 'SKIPPED', ...record, code: 'Error', message: 'It broke.', stack: null, ...parts };
}

/** An instance of an application that runs nothing, and tells what a test has it tell. Its time stands still unless the test moves it. */
export class TestInstance {
  readonly clock = new FakeClock();
  readonly registry: InstanceRegistry;
  snapshot: InstanceSnapshot;

  constructor(
    engine: Pick<Engine, 'nodeId' | 'query'>,
    applicationId: string,
    parts: Partial<InstanceSnapshot> & { readonly topology?: TopologyDescription; readonly logger?: Logger } = {},
  ) {
    const { topology = testTopology(), logger = silentLogger, ...snapshot } = parts;
    this.snapshot = testSnapshot(snapshot);
    this.registry = new InstanceRegistry({
      engine,
      registration: { applicationId, topology },
      snapshot: () => this.snapshot,
      version: '1.2.3',
      clock: this.clock,
      logger,
    });
  }

  get id(): string {
    return this.registry.instanceId;
  }

  async start(): Promise<this> {
    await this.registry.start();
    // Of two that begin in the same millisecond either may count as the newer one.
    await new Promise((resolve) => setTimeout(resolve, 2));
    return this;
  }
}
