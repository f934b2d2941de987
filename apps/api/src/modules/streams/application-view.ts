import type { ConsumerGroup, Engine } from '@millrace/engine';
import {
  type Application,
  type ApplicationState,
  applicationRates,
  type DescribedStore,
  describeStores,
  type InstanceSnapshot,
  listErrors,
  nodeRates,
  type StoreDescription,
  tasksOf,
} from '@millrace/streams-rx';
import type { GqlResolvers, GqlStreamsStore, GqlStreamsTopology } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { errorIdOf } from './error-id.ts';
import { InstanceView, TaskView } from './instance-view.ts';

/** An application as the schema's `StreamsApplication`; its group is asked for once, and only if something of it is selected. */
export class ApplicationView {
  readonly id: string;
  readonly state: ApplicationState;
  readonly topologyDiffers: boolean;
  readonly instances: readonly InstanceView[];
  readonly recordsInPerSecond: number;
  readonly recordsOutPerSecond: number;
  readonly totals: InstanceSnapshot['totals'];
  readonly topology: GqlStreamsTopology | null;
  readonly #application: Application;
  readonly #engine: Engine;
  #group: Promise<ConsumerGroup | null> | undefined;

  constructor(application: Application, engine: Engine, group?: ConsumerGroup | null) {
    const rates = applicationRates(application);
    this.id = application.id;
    this.state = application.state;
    this.topologyDiffers = application.topologyDiffers;
    this.instances = application.instances.map((instance) => new InstanceView(instance, () => this.tasks()));
    this.recordsInPerSecond = rates.in;
    this.recordsOutPerSecond = rates.out;
    this.totals = sumOf(application.instances.map(({ snapshot }) => snapshot.totals));
    this.topology = viewTopology(application);
    this.#application = application;
    this.#engine = engine;
    if (group !== undefined) this.#group = Promise.resolve(group);
  }

  async lag(): Promise<number> {
    return (await this.#described())?.lag ?? 0;
  }

  async lagMs(): Promise<number> {
    return (await this.#described())?.lagMs ?? 0;
  }

  async tasks(): Promise<TaskView[]> {
    const partitions = (await this.#described())?.partitions ?? [];
    return tasksOf(this.#application, partitions).map(
      (task) => new TaskView(task, this.#instance(task.run?.instance.id)),
    );
  }

  async errors(first: number, after: number | undefined) {
    const page = await listErrors(this.#engine, this.id, { first, after });
    return {
      nodes: page.errors.map((error) => ({ ...error, instance: this.#instance(error.instanceId) })),
      totalCount: page.totalCount,
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.errors.at(-1)?.id.toString() ?? null },
    };
  }

  async stores(): Promise<GqlStreamsStore[]> {
    const kept = await describeStores(this.#engine, this.id);
    return viewStores(this.#application.topology?.description.stores ?? [], kept);
  }

  #instance(id: string | undefined): InstanceView | null {
    return this.instances.find((instance) => instance.id === id) ?? null;
  }

  /** null: it has no group yet. */
  #described(): Promise<ConsumerGroup | null> {
    this.#group ??= this.#engine.groups.describe(this.id);
    return this.#group;
  }
}

function viewTopology(application: Application): GqlStreamsTopology | null {
  if (!application.topology) return null;
  const { hash, description } = application.topology;
  const rates = nodeRates(application);
  return {
    ...description,
    hash,
    nodes: description.nodes.map((node) => ({ ...node, recordsPerSecond: rates.get(node.id) ?? 0 })),
  };
}

function sumOf(all: readonly InstanceSnapshot['totals'][]): InstanceSnapshot['totals'] {
  const sum = (count: (totals: InstanceSnapshot['totals']) => number) =>
    all.reduce((total, totals) => total + count(totals), 0);
  return {
    recordsIn: sum(({ recordsIn }) => recordsIn),
    recordsOut: sum(({ recordsOut }) => recordsOut),
    epochs: sum(({ epochs }) => epochs),
    failedEpochs: sum(({ failedEpochs }) => failedEpochs),
    lateRecords: sum(({ lateRecords }) => lateRecords),
    skippedRecords: sum(({ skippedRecords }) => skippedRecords),
    deadLetteredRecords: sum(({ deadLetteredRecords }) => deadLetteredRecords),
  };
}

/** Of the topology, and what it had before: those that it has no more keep their state until a reset. */
function viewStores(described: readonly StoreDescription[], kept: readonly DescribedStore[]): GqlStreamsStore[] {
  const byName = new Map<string, GqlStreamsStore>();
  const nothing = { keyFormat: null, valueFormat: null, bytes: 0, entries: 0 };
  for (const store of described)
    byName.set(store.name, { ...store, windowSizeMs: store.windowSizeMs ?? null, ...nothing });
  for (const { name, byteSize, entryCount, ...store } of kept) {
    const { subTopology = null, windowSizeMs = null } = byName.get(name) ?? {};
    byName.set(name, { ...store, name, subTopology, windowSizeMs, bytes: byteSize, entries: entryCount });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const streamsApplicationResolvers: GqlResolvers['StreamsApplication'] = {
  stores: (application) => application.stores(),
  lag: (application) => application.lag(),
  lagMs: (application) => application.lagMs(),
  tasks: (application) => application.tasks(),
  errors: (application, { first, after }, { limits }) => {
    assertWithin('first', first, 1, limits.maxApplicationsPerPage);
    return application.errors(first, errorIdOf(after));
  },
};
