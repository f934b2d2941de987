/** A record as the model has it; `value` null: a tombstone. */
export interface ModelRecord {
  readonly offset: number;
  readonly key: string;
  readonly value: string | null;
}

interface Pass {
  readonly offset: number;
  readonly at: number;
}

/** One partition of a compacted topic as L24 and L25 describe it, without any of the means: what is there is a list. */
export class CompactedPartition {
  records: ModelRecord[] = [];
  end = 0;
  /** Behind the last sealed record. */
  sealedEnd = 0;
  logStart = 0;
  #passes: Pass[] = [];

  append(key: string, value: string | null): void {
    this.records.push({ offset: this.end, key, value });
    this.end += 1;
  }

  seal(): void {
    this.sealedEnd = this.end;
  }

  deleteBefore(offset: number): void {
    this.logStart = Math.max(this.logStart, offset);
  }

  /** Compacts all that is sealed, at a time. */
  compact(now: number, deleteRetentionMs: number): void {
    const old = this.#passes.filter(({ at }) => at <= now - deleteRetentionMs);
    const tombstonesBefore = Math.max(0, ...old.map(({ offset }) => offset));
    const newest = new Map<string, number>();
    for (const { key, offset } of this.records) if (offset < this.sealedEnd) newest.set(key, offset);
    this.records = this.records.filter(({ offset, key, value }) => {
      if (offset >= this.sealedEnd - 1) return true;
      return newest.get(key) === offset && !(value === null && offset < tombstonesBefore);
    });
    this.#passes.push({ offset: this.sealedEnd, at: now });
  }

  /** What a reader from the start finds. */
  get readable(): ModelRecord[] {
    return this.records.filter(({ offset }) => offset >= this.logStart);
  }
}

/** The table that a changelog makes: the value of every key that has one. */
export function tableOf(records: Iterable<Pick<ModelRecord, 'key' | 'value'>>): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of records) {
    if (value === null) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
