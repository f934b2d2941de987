import type { Change } from '../record/change.ts';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';
import type { TableView } from '../topology/table.ts';

/**
 * A table at each place in an epoch: as it was before, and with the changes that have come by since. What reads a table beside its own
 * records sees it so, and never what a later record has made of it.
 */
export class TableReplay<V> {
  readonly #view: TableView<V>;
  readonly #rows = new Map<StateKey, V | null>();

  constructor(view: TableView<V>) {
    this.#view = view;
  }

  /** Reads keys: to be waited for before `get`. */
  load(keys: Iterable<StateKey>): MaybePromise<void> {
    return this.#view.load(keys);
  }

  /** A key that was loaded. */
  get(key: StateKey): V | null {
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#view.get(key);
      this.#rows.set(key, row);
    }
    return row;
  }

  apply({ key, newValue }: Pick<Change<V>, 'key' | 'newValue'>): void {
    this.#rows.set(key, newValue);
  }
}
