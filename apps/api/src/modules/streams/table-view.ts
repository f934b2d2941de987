import { MillraceError } from '@millrace/core';
import {
  boundsBetween,
  boundsOfKey,
  type EntryPage,
  type EntryPosition,
  type StateRangeInput,
  stateKeyOf,
  tableKeyOf,
  type WindowBounds,
  windowFilter,
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

  get({ key, keyBytes, first: limit, ...args }: RequireFields<GqlStreamsTableGetArgs, 'first'>) {
    const { shape, formats } = this.#table;
    const windows = this.#windows(args);
    const wanted = tableKeyInput('key', key, keyBytes, formats.keyFormat);
    if (!wanted) throw new MillraceError('INVALID_INPUT', 'Give the key to get: key, or keyBytes.');
    return this.#range('get', {
      ...boundsOfKey(shape, stateKeyOf(wanted), windows),
      accepts: windowFilter(shape, windows),
      limit,
      after: this.#after('get', args.after),
    });
  }

  range({ first: limit, reverse, ...args }: RequireFields<GqlStreamsTableRangeArgs, 'first' | 'reverse'>) {
    const { shape, formats } = this.#table;
    const from = tableKeyInput('from', args.from, args.fromBytes, formats.keyFormat);
    const to = tableKeyInput('to', args.to, args.toBytes, formats.keyFormat);
    return this.#range('range', {
      ...boundsBetween(shape, from && stateKeyOf(from), to && stateKeyOf(to)),
      accepts: windowFilter(shape, this.#windows(args)),
      limit,
      after: this.#after('range', args.after),
      reverse,
    });
  }

  async scan({ first: limit, ...args }: RequireFields<GqlStreamsTableScanArgs, 'first'>) {
    const accepts = windowFilter(this.#table.shape, this.#windows(args));
    const after = this.#after('scan', args.after);
    return this.#page('scan', await this.#table.reader.scan({ limit, after, accepts }));
  }

  async #range(way: TableWay, input: StateRangeInput) {
    return this.#page(way, await this.#table.reader.range(input));
  }

  #windows(args: { readonly windowFrom?: number | null; readonly windowTo?: number | null }): WindowBounds {
    const bounds = { windowFrom: args.windowFrom ?? undefined, windowTo: args.windowTo ?? undefined };
    if (this.kind !== 'KEY_VALUE' || (bounds.windowFrom ?? bounds.windowTo) === undefined) return bounds;
    throw new MillraceError(
      'INVALID_INPUT',
      `The table "${this.store}" has no windows: leave windowFrom and windowTo out.`,
    );
  }

  #after(way: TableWay, cursor: string | null | undefined): EntryPosition | undefined {
    return decodeTableCursor(this, way, cursor);
  }

  #page(way: TableWay, { entries, next }: EntryPage) {
    const { shape, formats } = this.#table;
    const last = next ?? entries.at(-1);
    return {
      nodes: entries.map(
        ({ partition, key, value }) => new TableEntryView(partition, tableKeyOf(shape, key), value, formats),
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
