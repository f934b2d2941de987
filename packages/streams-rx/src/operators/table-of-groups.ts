import type { Serde } from '@millrace/core';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { type StageLogic, stage } from '../epoch/stage.ts';
import { StoreView } from '../epoch/store-view.ts';
import type { Change } from '../record/change.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { KeyCodec } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { StoreKind } from '../state/task-state.ts';
import type { Grouping } from '../topology/grouping.ts';
import type { NodeOfTask } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import { Table, type TableParts } from '../topology/table.ts';
import { lateSink } from '../windows/late-records.ts';
import { neededMs } from '../windows/windowing.ts';
import type { Aggregation } from './aggregation.ts';

type GroupLogic<V, A> = StageLogic<StreamRecord<unknown, V>, Change<A>>;

export interface TableOfGroupsOptions<TK, V, A> extends Pick<TableParts<TK, A>, 'closing'> {
  readonly keys: KeyCodec<TK>;
  readonly storeKind: StoreKind;
  readonly retentionMs: number | null;
  /** Further stores of the operator's own. */
  readonly beside?: (store: StoreDefinition) => readonly StoreDefinition[];
  readonly logic: (parts: {
    readonly epoch: EpochContext;
    readonly place: NodeOfTask;
    /** The table's. */
    readonly store: string;
    /** Whether changes carry old values. */
    readonly sendsOld: boolean;
  }) => GroupLogic<V, A>;
}

/** A table of what is made of groups of records: its store, the node that changes it, and how others see it. */
export function tableOfGroups<TK, V, K, A>(
  grouping: Grouping<TK, V, K>,
  { operator, store: name, valueSerde }: Pick<Aggregation<V, A>, 'operator' | 'store' | 'valueSerde'>,
  options: TableOfGroupsOptions<TK, V, A>,
): Table<TK, A> {
  const { builder, inputs, windowing } = grouping.parts;
  const { keys, storeKind, retentionMs, closing, beside, logic } = options;
  const store = builder.store(operator, {
    name,
    kind: storeKind,
    retentionMs,
    neededMs: windowing ? neededMs(windowing.windows) : 0,
    keys: keys as KeyCodec<unknown>,
    valueSerde: valueSerde as Serde<unknown>,
    isTable: true,
  });
  let sendsOld = false;
  const node = builder.add({
    operator,
    inputs,
    isJoin: inputs.length > 1,
    stores: [store, ...(beside?.(store) ?? [])],
    build: (records, epoch, place) =>
      stage<StreamRecord<unknown, V>, Change<A>>(
        records as never,
        logic({ epoch, place, store: store.name, sendsOld }),
      ),
  });
  lateSink(builder, node, windowing?.lateTopic);
  return new Table<TK, A>({
    builder,
    node,
    keys,
    valueSerde,
    storeKind,
    retentionMs,
    closing,
    store,
    view: (epoch) => new StoreView(epoch.state(store.name), valueSerde),
    requireOld: () => {
      sendsOld = true;
    },
  });
}

/** All records that have a key. KEY_NOT_IN_PARTITION for one that belongs elsewhere. */
export function eachKeyed<V>(
  inputs: readonly (readonly StreamRecord<unknown, V>[])[],
  { epoch, place }: { readonly epoch: EpochContext; readonly place: NodeOfTask },
  each: (key: StateKey, record: StreamRecord<unknown, V>) => void,
): void {
  const seen = new Set<StateKey>();
  for (const records of inputs) {
    for (const record of records) {
      const key = record.stateKey;
      if (key === null) continue;
      if (!seen.has(key)) {
        assertInPartition(epoch, place, key);
        seen.add(key);
      }
      each(key, record);
    }
  }
}
