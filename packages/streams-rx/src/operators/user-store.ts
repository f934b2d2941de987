import { jsonSerde, type Serde } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { type KeyCodec, plainKeys, windowKeys } from '../record/windowed.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { TopologyBuilder } from '../topology/topology-builder.ts';
import { checkedDuration } from '../windows/checked-duration.ts';
import { HeldKeyValues } from './held-key-values.ts';
import type { HeldStore } from './held-store.ts';
import { HeldWindows } from './held-windows.ts';
import type { AnyProcessStore } from './process-stores.ts';

/** A store of `processRecords`, as the topology has it. */
export interface UserStore {
  /** By which the functions know it. */
  readonly name: string;
  readonly definition: StoreDefinition;
  hold(epoch: EpochContext): HeldStore;
}

/** INVALID_TOPOLOGY for lengths of time that are none. */
export function userStore(
  builder: TopologyBuilder,
  name: string,
  given: AnyProcessStore,
  keySerde: Serde<unknown>,
): UserStore {
  const { options } = given;
  const serde = options.key ?? keySerde;
  const valueSerde = options.value ?? jsonSerde;
  const hasKeysOfRecords = options.key === undefined;
  const parts = { name: options.name, valueSerde, isTable: options.name !== undefined };
  if (given.kind === 'KEY_VALUE') {
    const keys = plainKeys(serde);
    const definition = builder.store(`process-${name}`, { ...parts, kind: 'KEY_VALUE', retentionMs: null, keys });
    const hold = (epoch: EpochContext) =>
      new HeldKeyValues(epoch, { name: definition.name, hasKeysOfRecords, keys, valueSerde });
    return { name, definition, hold };
  }
  const { retention, near, size = 1 } = given.options;
  const retentionMs = retention === Number.POSITIVE_INFINITY ? null : checkedDuration('retention', retention, 0);
  if (near) for (const side of ['before', 'after'] as const) checkedDuration(side, near[side], 0);
  const keys = windowKeys(serde, checkedDuration('size', size, 1));
  const definition = builder.store(`process-${name}`, {
    ...parts,
    kind: 'WINDOW',
    retentionMs,
    keys: keys as KeyCodec<unknown>,
  });
  const hold = (epoch: EpochContext) =>
    new HeldWindows(epoch, { name: definition.name, hasKeysOfRecords, keys, valueSerde, retentionMs, near });
  return { name, definition, hold };
}
