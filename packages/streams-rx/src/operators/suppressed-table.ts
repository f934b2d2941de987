import { bytesSerde, MillraceError, numberSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import { stage } from '../epoch/stage.ts';
import { StoreView } from '../epoch/store-view.ts';
import type { Change } from '../record/change.ts';
import { heldOrigin } from '../record/held-origin.ts';
import type { Origin } from '../record/origin.ts';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { StoreKind } from '../state/task-state.ts';
import { sourcesOf } from '../topology/sub-topology.ts';
import { Table, type WindowClosing } from '../topology/table.ts';
import { bufferedRowSerde } from '../windows/buffered-row.ts';
import { type DueRow, SuppressBuffer } from '../windows/suppress-buffer.ts';
import type { Suppression } from '../windows/suppression.ts';

/** A table that changes when what is held back of another one is given on (S30 to S33). */
export function suppressedTable<K, V>(
  table: Table<K, V>,
  suppression: Suppression,
  name: string | undefined,
): Table<K, V> {
  const { builder, node: input, keys, valueSerde, view, requireOld } = table.parts;
  const closing = suppression.until === 'WINDOW_CLOSES' ? closingOf(table) : undefined;
  const maxKeys = suppression.until === 'TIME_LIMIT' ? suppression.maxKeys : undefined;
  const waitMs = suppression.until === 'TIME_LIMIT' ? suppression.limitMs : (closing as WindowClosing).maxOpenMs;
  // What a row was before it was held back is what the table still says.
  if (!closing) requireOld();
  const rowSerde = bufferedRowSerde(valueSerde);
  const own = { keys: plainKeys(bytesSerde) as KeyCodec<unknown>, isTable: false };
  const rows = builder.store('suppress', {
    ...own,
    name,
    kind: 'KEY_VALUE',
    retentionMs: null,
    valueSerde: rowSerde as Serde<unknown>,
  });
  const beside = (suffix: string, kind: StoreKind, retentionMs: number | null, serde: unknown) =>
    builder.store('suppress', {
      ...own,
      name: undefined,
      beside: { store: rows, suffix },
      kind,
      retentionMs,
      isLaidOutByRetention: kind === 'BUFFER',
      valueSerde: serde as Serde<unknown>,
    });
  const waiting = beside('waiting', 'BUFFER', waitMs, bytesSerde);
  const count = maxKeys === undefined ? undefined : beside('count', 'KEY_VALUE', null, numberSerde);
  const releaseOf = (
    key: StateKey,
    { value, timestamp }: DueRow<V>['row'],
    { time, id, place }: NonNullable<DueRow<V>['held']>,
    cause: Origin,
    partition: number,
  ) => {
    const held = {
      place,
      partition,
      timestamp,
      key: () => keys.serde.serialize(keys.decode(key)),
      value: () => (value === null ? null : valueSerde.serialize(value)),
    };
    return { kind: 'HELD', id: `${rows.name}/${time}/${id}`, origin: heldOrigin(held, cause) } as const;
  };
  let sendsOld = false;
  const node = builder.add({
    operator: 'suppress',
    inputs: [input],
    stores: [rows, waiting, ...(count ? [count] : [])],
    build([changes], epoch) {
      const buffer = new SuppressBuffer<V>(epoch, {
        rows: rows.name,
        waiting: waiting.name,
        limit: count && { store: count.name, maxKeys: maxKeys as number },
        serde: rowSerde,
        topics: sourcesOf(input).map(({ topic }) => topic),
        waitMs,
      });
      return stage<Change<V>, Change<V>>([changes as never], {
        prepare: ([all]) => buffer.load(all ?? []),
        process(change, _input, emit) {
          const { key, timestamp, origin, ordinal } = change;
          const due =
            closing && change.newValue === null
              ? buffer.remove(change)
              : buffer.put(
                  change,
                  closing ? closing.closesAt(key) : timestamp + waitMs,
                  closing ? null : (change.oldValue ?? null),
                );
          for (const one of due) {
            const { key: of, row, held } = one;
            const release = held && releaseOf(of, row, held, origin, epoch.partition);
            if (release && !epoch.releases.lets(release)) {
              // A window that has closed has no change after it that would take this one off.
              if (!closing) buffer.giveUp(one);
              continue;
            }
            const oldValue = sendsOld ? row.prior : undefined;
            const { value: newValue, timestamp: time } = row;
            // Of the record that was held back only its place and its time are kept.
            const from = { origin: release?.origin ?? origin, ordinal, headers: [] };
            emit({ key: of, newValue, oldValue, timestamp: time, ...from });
          }
        },
      });
    },
  });
  return new Table<K, V>({
    ...table.parts,
    node,
    closing: undefined,
    store: undefined,
    view(epoch) {
      const given = view(epoch);
      const held = new StoreView(epoch.state(rows.name), rowSerde);
      return {
        load(keys) {
          const wanted = [...keys];
          return allReady([given.load(wanted), held.load(wanted)]);
        },
        get(key) {
          const row = held.get(key);
          return row ? row.prior : given.get(key);
        },
      };
    },
    requireOld: () => {
      sendsOld = true;
    },
  });
}

function closingOf<K, V>({ parts: { closing } }: Table<K, V>): WindowClosing {
  if (closing) return closing;
  throw new MillraceError(
    'INVALID_TOPOLOGY',
    'suppress(untilWindowCloses()) takes a table by windows: put windowedBy() before what is counted or aggregated, or take untilTimeLimit().',
  );
}
