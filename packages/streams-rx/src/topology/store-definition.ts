import { MillraceError, type Serde } from '@millrace/core';
import type { KeyCodec } from '../record/windowed.ts';
import { formatOf, resolvedSerde } from '../serde/topic-serde.ts';
import type { StoreKind, StoreSpec } from '../state/task-state.ts';

const namePattern = /^[a-zA-Z0-9._-]{1,200}$/;

export interface StoreOptions {
  /** The caller's own name; undefined: one made of the operator's. */
  readonly name: string | undefined;
  readonly kind: StoreKind;
  readonly retentionMs: number | null;
  /** As StoreSpec has it. Default false. */
  readonly isLaidOutByRetention?: boolean;
  /** As StoreSpec has it. Default 0. */
  readonly neededMs?: number;
  readonly keys: KeyCodec<unknown>;
  readonly valueSerde: Serde<unknown>;
  /** Whether it is a table's, which may be read from outside. */
  readonly isTable: boolean;
  /** The store that it goes with, after which it is named, whatever that one's name becomes. */
  readonly beside?: { readonly store: StoreDefinition; readonly suffix: string };
}

/** A state store of a topology. Its name may come after it: `toTable('counts')` behind an aggregate names its store. */
export class StoreDefinition {
  readonly options: StoreOptions;
  #name: string;
  #isNamed: boolean;

  constructor(defaultName: string, options: StoreOptions) {
    this.options = options;
    this.#isNamed = options.name !== undefined;
    this.#name = checkedStoreName(options.name ?? defaultName);
  }

  get name(): string {
    const { beside } = this.options;
    return beside ? checkedStoreName(`${beside.store.name}-${beside.suffix}`) : this.#name;
  }

  /** Whether its name is the caller's. */
  get isNamed(): boolean {
    return this.#isNamed;
  }

  rename(name: string): void {
    this.#name = checkedStoreName(name);
    this.#isNamed = true;
  }

  get spec(): StoreSpec {
    const { kind, retentionMs, isLaidOutByRetention = false, neededMs = 0, keys, valueSerde, isTable } = this.options;
    return {
      name: this.name,
      kind,
      retentionMs,
      isLaidOutByRetention,
      windowSizeMs: keys.windowSizeMs ?? null,
      neededMs,
      keyFormat: formatOf(resolvedSerde(keys.recordSerde)),
      valueFormat: formatOf(resolvedSerde(valueSerde)),
      isTable,
    };
  }
}

function checkedStoreName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new MillraceError(
    'INVALID_TOPOLOGY',
    `"${name.slice(0, 200)}" is no name for a state store: it has 1 to 200 of a-z A-Z 0-9 . _ -`,
  );
}
