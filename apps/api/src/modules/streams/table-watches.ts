import type { Clock } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { KeyChange, KeyChanges } from './change-queue.ts';
import type { FoundTable } from './require-table.ts';
import { TableWatch } from './table-watch.ts';

/** The tables whose changes somebody watches. Each is read once, however many watch it, and none when nobody does. */
export class TableWatches {
  readonly #clock: Clock;
  readonly #watches = new Map<string, TableWatch>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** What changes from the first event on, which has no changes. Rejects with STORE_NOT_FOUND when the table is no more. */
  open(
    engine: Engine,
    { application, store, reader }: FoundTable,
    wants: (change: KeyChange) => boolean,
  ): AsyncIterator<KeyChanges, void> {
    const name = JSON.stringify([application, store.name]);
    let watch = this.#watches.get(name);
    if (!watch) {
      const made = new TableWatch({
        engine,
        reader,
        clock: this.#clock,
        onEnd: () => {
          if (this.#watches.get(name) === made) this.#watches.delete(name);
        },
      });
      watch = made;
      this.#watches.set(name, watch);
    }
    return watch.open(wants);
  }
}
