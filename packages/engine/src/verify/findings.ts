import { type Finding, type FoundBy, finding } from './finding.ts';

/** Findings of one code in one table that are told one by one: a torn table has one in every row. */
const maxOfAKind = 20;

/** Collects findings and tells of them as they come; of many of a kind it tells how many more there are. */
export class Findings {
  readonly #tell: (finding: Finding) => void;
  readonly #all: Finding[] = [];
  readonly #kinds = new Map<string, { count: number; last: Finding }>();

  constructor(tell: (finding: Finding) => void) {
    this.#tell = tell;
  }

  get all(): readonly Finding[] {
    return this.#all;
  }

  add(found: FoundBy): void {
    const full = finding(found);
    const key = `${full.code} ${full.topic} ${full.table}`;
    const kind = this.#kinds.get(key) ?? { count: 0, last: full };
    kind.count += 1;
    kind.last = full;
    this.#kinds.set(key, kind);
    if (kind.count <= maxOfAKind) this.#push(full);
  }

  /** Nothing comes any more. */
  finish(): void {
    for (const { count, last } of this.#kinds.values()) {
      const more = count - maxOfAKind;
      if (more <= 0) continue;
      this.#push({
        ...last,
        partition: null,
        offset: null,
        message: `${more} more of ${last.code}, the last: ${last.message}`,
      });
    }
    this.#kinds.clear();
  }

  #push(found: Finding): void {
    this.#all.push(found);
    this.#tell(found);
  }
}
