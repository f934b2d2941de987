import { jsonSerde, MillraceError, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import { stage } from '../epoch/stage.ts';
import { TableReplay } from '../epoch/table-replay.ts';
import type { Change } from '../record/change.ts';
import { givenValue } from '../record/given-value.ts';
import type { StateKey } from '../state/state-key.ts';
import type { OperatorNode } from '../topology/node.ts';
import { Table, type TableParts, type WindowClosing } from '../topology/table.ts';

export interface TableJoinOptions<R> {
  /** How the values of the table are kept where it is. Default JSON. */
  readonly value?: Serde<R>;
}

export interface TableTableJoin<K, V, W, R> extends TableJoinOptions<R> {
  readonly operator: string;
  readonly other: Table<K, W>;
  /** Whether there is a row where only that side has one. */
  readonly alone: { readonly left: boolean; readonly right: boolean };
  /** null for a side: only where `alone` says so of the other one. */
  readonly joiner: (value: V | null, other: W | null, key: K) => R;
}

/** A row of what both tables have of a key, made anew whenever one of them changes (S72). Kept nowhere, unless it is given a name. */
export function tableTableJoin<K, V, W, R>(table: Table<K, V>, join: TableTableJoin<K, V, W, R>): Table<K, R> {
  const { operator, other, alone, joiner } = join;
  const { builder, keys, view } = table.parts;
  assertSameKeys(operator, table.parts, other.parts);
  let sendsOld = false;
  const isRow = (left: V | null, right: W | null) =>
    left === null ? right !== null && alone.right : right !== null || alone.left;
  const rowOf = (left: V | null, right: W | null, key: StateKey): R | null =>
    isRow(left, right) ? givenValue(joiner(left, right, keys.decode(key)), node.id) : null;
  const node: OperatorNode = builder.add({
    operator,
    inputs: [table.parts.node, other.parts.node],
    isJoin: true,
    build(inputs, epoch) {
      const left = new TableReplay<V>(view(epoch));
      const right = new TableReplay<W>(other.parts.view(epoch));
      return stage<Change<V> | Change<W>, Change<R>>(inputs as never, {
        prepare(all) {
          const wanted = new Set(all.flatMap((changes) => changes.map(({ key }) => key)));
          return allReady([left.load(wanted), right.load(wanted)]);
        },
        process(change, side, emit) {
          const { key, timestamp, headers, origin, ordinal } = change;
          const before = [left.get(key), right.get(key)] as const;
          if (side === 0) left.apply(change as Change<V>);
          else right.apply(change as Change<W>);
          const now = [left.get(key), right.get(key)] as const;
          if (!isRow(...before) && !isRow(...now)) return;
          const oldValue = sendsOld ? rowOf(...before, key) : undefined;
          emit({ key, newValue: rowOf(...now, key), oldValue, timestamp, headers, origin, ordinal });
        },
      });
    },
  });
  return new Table<K, R>({
    ...table.parts,
    node,
    valueSerde: join.value ?? (jsonSerde as Serde<R>),
    store: undefined,
    closing: bothClosing(table.parts.closing, other.parts.closing),
    view(epoch) {
      const [left, right] = [view(epoch), other.parts.view(epoch)];
      return {
        load(wanted) {
          const all = [...wanted];
          return allReady([left.load(all), right.load(all)]);
        },
        get: (key) => rowOf(left.get(key), right.get(key), key),
      };
    },
    requireOld: () => {
      sendsOld = true;
    },
  });
}

/** A row of two windows changes no more when both have closed. */
function bothClosing(left: WindowClosing | undefined, right: WindowClosing | undefined): WindowClosing | undefined {
  if (!left || !right) return undefined;
  return {
    closesAt: (key) => Math.max(left.closesAt(key), right.closesAt(key)),
    maxOpenMs: Math.max(left.maxOpenMs, right.maxOpenMs),
  };
}

type Keyed = Pick<TableParts<unknown, unknown>, 'keys' | 'storeKind'>;

function assertSameKeys(operator: string, table: Keyed, other: Keyed): void {
  const isSame = table.storeKind === other.storeKind && table.keys.windowSizeMs === other.keys.windowSizeMs;
  if (isSame && table.keys.isPlain === other.keys.isPlain) return;
  throw new MillraceError(
    'INVALID_TOPOLOGY',
    `${operator} finds rows of the same key and the same window: both tables must have the same kind and size of windows, or none.`,
  );
}
