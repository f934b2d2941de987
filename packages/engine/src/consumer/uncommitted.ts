/** Records that were handed out one behind the other: `count` of them from offset `from` to `to`, exclusive. */
interface Span {
  from: number;
  to: number;
  count: number;
}

const isDense = ({ from, to, count }: Span) => to - from === count;

/** What a member was handed out of its partitions (by id) and has not committed. */
export class Uncommitted {
  /** Ascending, none empty; neighbours without gaps are one. */
  readonly #partitions = new Map<number, Span[]>();
  #records = 0;
  #since = 0;

  /** Of all partitions. */
  get records(): number {
    return this.#records;
  }

  /** Since when something has been held without any of it being committed; undefined: nothing is held. */
  get since(): number | undefined {
    return this.#records > 0 ? this.#since : undefined;
  }

  has(partitionId: number): boolean {
    return this.#partitions.has(partitionId);
  }

  /** Records behind those of the partition that are here already. */
  add(partitionId: number, span: { from: number; to: number; count: number }, now: number): void {
    if (this.#records === 0) this.#since = now;
    this.#records += span.count;
    const spans = this.#partitions.get(partitionId);
    const last = spans?.at(-1);
    if (!spans) this.#partitions.set(partitionId, [{ ...span }]);
    else if (last && last.to === span.from && isDense(last) && isDense(span)) {
      last.to = span.to;
      last.count += span.count;
    } else spans.push({ ...span });
  }

  /** Takes away what lies below `nextOffset`. Committing backwards brings nothing back: whoever reads it again gets it again. */
  commit(partitionId: number, nextOffset: number, now: number): void {
    const spans = this.#partitions.get(partitionId);
    if (!spans) return;
    const before = this.#records;
    const open = spans.findIndex((span) => span.to > nextOffset);
    for (const span of spans.splice(0, open < 0 ? spans.length : open)) this.#records -= span.count;
    const first = spans[0];
    if (!first) this.#partitions.delete(partitionId);
    else if (first.from < nextOffset) {
      // Where offsets have gaps this is a guess; the last record of a span is always there.
      const done = Math.min(first.count - 1, nextOffset - first.from);
      first.from = nextOffset;
      first.count -= done;
      this.#records -= done;
    }
    if (this.#records < before) this.#since = now;
  }

  /** For partitions that are not the member's any more, or that it reads from elsewhere. */
  forget(partitionId: number): void {
    for (const span of this.#partitions.get(partitionId) ?? []) this.#records -= span.count;
    this.#partitions.delete(partitionId);
  }
}
