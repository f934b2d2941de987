import { MillraceError } from '@millrace/core';
import {
  boundsBetween,
  boundsOfKey,
  type EntryPage,
  type EntryPosition,
  type StoreEntry,
  stateKeyOf,
  tableKeyOf,
} from '@millrace/streams-rx';
import type {
  GqlResolvers,
  GqlStreamsStoreKind,
  GqlStreamsTableGetArgs,
  GqlStreamsTableRangeArgs,
  GqlStreamsTableScanArgs,
  RequireFields,
} from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import type { FoundTable } from './require-table.ts';
import { decodeTableCursor, encodeTableCursor, type TableWay } from './table-cursor.ts';
import { TableEntryView } from './table-entry-view.ts';
import { tableKeyInput } from './table-key-input.ts';

/** A table as the schema's `StreamsTable`. */
export class TableView {
  readonly application: string;
  readonly store: string;
  readonly kind: GqlStreamsStoreKind;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly #table: FoundTable;

  constructor(table: FoundTable) {
    this.application = table.application;
    this.store = table.store.name;
    this.kind = table.shape.kind;
    this.keyFormat = table.store.keyFormat;
    this.valueFormat = table.store.valueFormat;
    this.#table = table;
  }

  async get({ key, keyBytes, first: limit, ...args }: RequireFields<GqlStreamsTableGetArgs, 'first'>) {
    const { shape, formats, reader } = this.#table;
    const [windowFrom, windowTo] = [args.windowFrom ?? undefined, args.windowTo ?? undefined];
    if (shape.kind === 'KEY_VALUE' && (windowFrom ?? windowTo) !== undefined) {
      throw new MillraceError(
        'INVALID_INPUT',
        `The table "${this.store}" has no windows: leave windowFrom and windowTo out.`,
      );
    }
    const wanted = tableKeyInput('key', key, keyBytes, formats.keyFormat);
    if (!wanted) throw new MillraceError('INVALID_INPUT', 'Give the key to get: key, or keyBytes.');
    const bounds = boundsOfKey(shape, stateKeyOf(wanted), { windowFrom, windowTo });
    const page = await reader.range({ ...bounds, limit, after: this.#after('get', args.after) });
    if (shape.kind !== 'SESSION' || windowTo === undefined) return this.#page('get', page);
    // The end of a session comes before its start in its key. Those of one record key do not overlap, so behind one that starts too late
    // all do.
    const entries = page.entries.filter((entry) => (this.#keyOf(entry).window?.start ?? 0) < windowTo);
    return this.#page('get', { entries, next: entries.length < page.entries.length ? null : page.next });
  }

  async range({ first: limit, reverse, ...args }: RequireFields<GqlStreamsTableRangeArgs, 'first' | 'reverse'>) {
    const { shape, formats, reader } = this.#table;
    const from = tableKeyInput('from', args.from, args.fromBytes, formats.keyFormat);
    const to = tableKeyInput('to', args.to, args.toBytes, formats.keyFormat);
    const bounds = boundsBetween(shape, from && stateKeyOf(from), to && stateKeyOf(to));
    const after = this.#after('range', args.after);
    return this.#page('range', await reader.range({ ...bounds, limit, after, reverse }));
  }

  async scan({ first: limit, ...args }: RequireFields<GqlStreamsTableScanArgs, 'first'>) {
    return this.#page('scan', await this.#table.reader.scan({ limit, after: this.#after('scan', args.after) }));
  }

  #after(way: TableWay, cursor: string | null | undefined): EntryPosition | undefined {
    return decodeTableCursor(this, way, cursor);
  }

  #keyOf({ key }: StoreEntry) {
    return tableKeyOf(this.#table.shape, key);
  }

  #page(way: TableWay, { entries, next }: EntryPage) {
    const last = entries.at(-1);
    return {
      nodes: entries.map(
        (entry) => new TableEntryView(entry.partition, this.#keyOf(entry), entry.value, this.#table.formats),
      ),
      pageInfo: { hasNextPage: next !== null, endCursor: last ? encodeTableCursor(this, way, last) : null },
    };
  }
}

export const streamsTableResolvers: GqlResolvers['StreamsTable'] = {
  get: (table, args, { limits }) => {
    assertWithin('first', args.first, 1, limits.maxTableEntriesPerPage);
    return table.get(args);
  },
  range: (table, args, { limits }) => {
    assertWithin('first', args.first, 1, limits.maxTableEntriesPerPage);
    return table.range(args);
  },
  scan: (table, args, { limits }) => {
    assertWithin('first', args.first, 1, limits.maxTableEntriesPerPage);
    return table.scan(args);
  },
};
