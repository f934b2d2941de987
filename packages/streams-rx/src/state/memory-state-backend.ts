import { assertSameLayout, keepsLonger } from './incompatible-topology.ts';
import { SortedMap } from './sorted-map.ts';
import type { StateKey } from './state-key.ts';
import type {
  KeyRange,
  StateBackend,
  StateEntry,
  StoreChanges,
  StoreSpec,
  StoreState,
  TaskState,
} from './task-state.ts';

/** What one store holds of one partition. */
class MemoryStore implements StoreState {
  streamTime: number | null = null;
  keptFrom: number | null = null;
  readonly #values = new SortedMap<Uint8Array>();

  get(keys: readonly StateKey[]): (Uint8Array | null)[] {
    return keys.map((key) => this.#values.get(key) ?? null);
  }

  ranges(ranges: readonly KeyRange[]): StateEntry[][] {
    return ranges.map(({ from, to }) => this.#values.range(from, to).map(([key, value]) => ({ key, value })));
  }

  entries(): StateEntry[] {
    return this.#values.entries().map(([key, value]) => ({ key, value }));
  }

  /** From now on it is kept for longer. */
  endRetention(retentionMs: number): void {
    if (this.streamTime === null) return;
    this.keptFrom = Math.max(this.keptFrom ?? Number.NEGATIVE_INFINITY, this.streamTime - retentionMs);
  }

  apply(changes: StoreChanges): void {
    this.streamTime = changes.streamTime;
    for (const [key, value] of changes.entries) {
      if (value === null) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }
}

class MemoryTaskState implements TaskState {
  readonly #stores: ReadonlyMap<string, MemoryStore>;
  #written: readonly StoreChanges[] = [];

  constructor(stores: ReadonlyMap<string, MemoryStore>) {
    this.#stores = stores;
  }

  store(name: string): StoreState {
    return this.#find(name);
  }

  async write(_tx: unknown, changes: readonly StoreChanges[]): Promise<void> {
    for (const { store } of changes) this.#find(store);
    this.#written = changes;
  }

  committed(): void {
    for (const changes of this.#written) this.#find(changes.store).apply(changes);
    this.#written = [];
  }

  async rolledBack(): Promise<void> {
    this.#written = [];
  }

  async close(): Promise<void> {}

  #find(name: string): MemoryStore {
    const store = this.#stores.get(name);
    if (!store) throw new TypeError(`The task has no store ${name}.`);
    return store;
  }
}

/** State that lives in the memory of one process, for tests of topologies: a task that is opened again finds what was committed. */
export class MemoryStateBackend implements StateBackend {
  readonly #specs = new Map<string, StoreSpec>();
  /** By store name, then by partition. */
  readonly #stores = new Map<string, Map<number, MemoryStore>>();

  async open(task: { readonly partition: number; readonly stores: readonly StoreSpec[] }): Promise<TaskState> {
    const stores = new Map(task.stores.map(({ name }) => [name, this.#partition(name, task.partition)]));
    for (const spec of task.stores) {
      const kept = this.#specs.get(spec.name);
      const { streamTime = null, keptFrom = null } = stores.get(spec.name) ?? {};
      assertSameLayout(spec, kept && { ...kept, streamTime, keptFrom });
    }
    for (const spec of task.stores) {
      const { retentionMs = null } = this.#specs.get(spec.name) ?? {};
      if (retentionMs !== null && keepsLonger(spec, { retentionMs })) {
        for (const store of this.#stores.get(spec.name)?.values() ?? []) store.endRetention(retentionMs);
      }
      this.#specs.set(spec.name, spec);
    }
    return new MemoryTaskState(stores);
  }

  /** What is committed of a store, over all partitions, each in the order of its keys; what has expired may be among it. */
  entries(
    store: string,
  ): { readonly partition: number; readonly streamTime: number | null; readonly entries: StateEntry[] }[] {
    return [...(this.#stores.get(store) ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([partition, held]) => ({ partition, streamTime: held.streamTime, entries: held.entries() }));
  }

  #partition(name: string, partition: number): MemoryStore {
    const partitions = this.#stores.get(name) ?? new Map<number, MemoryStore>();
    this.#stores.set(name, partitions);
    const store = partitions.get(partition) ?? new MemoryStore();
    partitions.set(partition, store);
    return store;
  }
}
