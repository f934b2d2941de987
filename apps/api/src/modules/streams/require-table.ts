import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { type KnownStore, StateReader, type TableShape } from '@millrace/streams-rx';
import { requireApplication } from './require-application.ts';
import { formatNamed, type TableFormats } from './table-formats.ts';

/** A store of an application that may be read as a table. */
export interface FoundTable {
  readonly application: string;
  readonly store: KnownStore;
  readonly shape: TableShape;
  readonly formats: TableFormats;
  readonly reader: StateReader;
}

/** Postgres takes no U+0000 in a text, and no store has one in its name. */
const notInNames = /\0/;

/** APPLICATION_NOT_FOUND, STORE_NOT_FOUND; INVALID_INPUT for a store that is an operator's own. */
export async function requireTable(engine: Engine, application: string, name: string): Promise<FoundTable> {
  const { topology } = await requireApplication(engine, application);
  const reader = new StateReader({ engine, applicationId: application, store: name });
  if (notInNames.test(name)) throw new MillraceError('STORE_NOT_FOUND', 'No store has U+0000 in its name.');
  const store = await reader.describe();
  const { kind, isTable, keyFormat, valueFormat } = store;
  if (!isTable || kind === 'BUFFER') {
    throw new MillraceError(
      'INVALID_INPUT',
      `The store "${name}" of "${application}" is an operator's own and no table: make a table of what you want to read with toTable('…') in the program.`,
      { details: { application, store: name } },
    );
  }
  const described = topology?.description.stores.find((each) => each.name === name);
  const shape: TableShape = kind === 'WINDOW' ? { kind, windowSizeMs: described?.windowSizeMs ?? null } : { kind };
  const formats = { keyFormat: formatNamed(keyFormat), valueFormat: formatNamed(valueFormat) };
  return { application, store, shape, formats, reader };
}
