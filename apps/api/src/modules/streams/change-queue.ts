import type { StateKey } from '@millrace/streams-rx';

/** What became of one key of a table; null: the entry is gone. */
export interface KeyChange {
  readonly partition: number;
  readonly key: StateKey;
  readonly value: Uint8Array | null;
}

export interface KeyChanges {
  readonly changes: readonly KeyChange[];
  /** Changes before these were left out. */
  readonly skipped: boolean;
}

export interface ChangeQueueOptions {
  /** Of keys and values that wait. Over it the oldest are left out. */
  readonly maxBytes: number;
  /** That are taken at once. */
  readonly maxChanges: number;
}

/** What a change costs beside its key and value. */
const overheadBytes = 100;

/** Changes that wait for one who reads them, in their order. Who reads too slowly loses the oldest, and is told. */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  #changes: (KeyChange | undefined)[] = [];
  /** Of `#changes`, the oldest that waits, behind gaps: to take them out of a long array one by one would move all others each time. */
  #first = 0;
  #bytes = 0;
  #skipped = false;

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#first === this.#changes.length && !this.#skipped;
  }

  push(change: KeyChange): void {
    this.#changes.push(change);
    this.#bytes += sizeOf(change);
    while (this.#bytes > this.#options.maxBytes && this.#changes.length - this.#first > 1) {
      this.#bytes -= sizeOf(this.#changes[this.#first] as KeyChange);
      this.#changes[this.#first] = undefined;
      this.#first += 1;
      this.#skipped = true;
    }
    this.#cut();
  }

  /** Others than the queue have lost changes that come before the next ones. */
  skip(): void {
    this.#skipped = true;
  }

  take(): KeyChanges {
    const end = this.#first + this.#options.maxChanges;
    const changes = this.#changes.slice(this.#first, end) as KeyChange[];
    for (const change of changes) this.#bytes -= sizeOf(change);
    this.#changes.fill(undefined, this.#first, end);
    this.#first += changes.length;
    this.#cut();
    const taken = { changes, skipped: this.#skipped };
    this.#skipped = false;
    return taken;
  }

  /** Once there are more gaps than changes. */
  #cut(): void {
    if (this.#first <= this.#changes.length / 2) return;
    this.#changes = this.#changes.slice(this.#first);
    this.#first = 0;
  }
}

function sizeOf({ key, value }: KeyChange): number {
  return key.length + (value?.byteLength ?? 0) + overheadBytes;
}
