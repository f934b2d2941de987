export interface AssignableUnit {
  readonly key: string;
  /** Only a member that reads all of them can have it. By name. */
  readonly topics: readonly string[];
  /** Who has it, and would have to give it up. Who has it and gives it up already is nobody. */
  readonly holder: string | null;
  /** Who was to have it: a tie-break, so that not everything that is on its way is sent elsewhere. */
  readonly expected: string | null;
}

export interface AssignableMember {
  readonly id: string;
  /** What it may read. One set for members that subscribe to the same makes it fast. */
  readonly topics: ReadonlySet<string>;
}
