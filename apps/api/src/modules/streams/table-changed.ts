import { stateKeyOf, tableKeyOf } from '@millrace/streams-rx';
import type { Context } from '../../execution/context.ts';
import type { EventSource } from '../../execution/event-source.ts';
import type { GqlSubscriptionTableChangedArgs } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import type { KeyChange, KeyChanges } from './change-queue.ts';
import { type FoundTable, requireTable } from './require-table.ts';
import { TableChangeView } from './table-change-view.ts';
import { tableKeyInput } from './table-key-input.ts';

/** Changes with the table they are of, which says how they are shown. */
interface ChangesOfTable extends KeyChanges {
  readonly table: FoundTable;
}

export const tableChanged = {
  subscribe: async (
    _: unknown,
    { application, store, keys }: GqlSubscriptionTableChangedArgs,
    { engine, limits, tableWatches }: Context,
  ): Promise<EventSource<ChangesOfTable>> => {
    if (keys) assertWithin('The number of keys', keys.length, 1, limits.maxKeysPerTableWatch);
    const table = await requireTable(engine, application, store);
    const wants = keys ? wantedBy(keys, table) : () => true;
    return {
      open() {
        const changes = tableWatches.open(engine, table, wants);
        return {
          async next() {
            const { value, done } = await changes.next();
            return done || !value ? { value: undefined, done: true } : { value: { ...value, table }, done: false };
          },
          async return() {
            await changes.return?.();
            return { value: undefined, done: true };
          },
        };
      },
    };
  },
  resolve: ({ changes, skipped, table: { shape, formats } }: ChangesOfTable) => ({
    changes: changes.map(
      ({ partition, key, value }) => new TableChangeView(partition, tableKeyOf(shape, key), value, formats),
    ),
    skipped,
  }),
};

function wantedBy(keys: readonly unknown[], { shape, formats }: FoundTable): (change: KeyChange) => boolean {
  const wanted = new Set(
    keys.flatMap((key, i) => {
      const bytes = tableKeyInput(`keys[${i}]`, key, undefined, formats.keyFormat);
      return bytes ? [stateKeyOf(bytes)] : [];
    }),
  );
  if (shape.kind === 'KEY_VALUE') return ({ key }) => wanted.has(key);
  return ({ key }) => wanted.has(stateKeyOf(tableKeyOf(shape, key).key));
}
