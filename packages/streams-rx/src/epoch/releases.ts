import type { Origin } from '../record/origin.ts';

/**
 * What was kept back, or a punctuation has given, and goes on because of a record that it was not made of: what fails by it is no failure of that record.
 * `id` tells it from all others of its task, and is the same whenever it goes on again.
 */
export type Release =
  | { readonly kind: 'HELD'; readonly id: string; readonly origin: Origin }
  | { readonly kind: 'PUNCTUATION'; readonly id: string; readonly node: string; readonly time: number };

/** What was held, and what it has failed with. */
export interface HeldFailure {
  readonly release: Extract<Release, { readonly kind: 'HELD' }>;
  readonly error: unknown;
}

export interface ReleaseOptions {
  /** Known to fail: left out, and given up with the epoch. Default none. */
  readonly failures?: readonly HeldFailure[];
  /** Those that go on, by their number among all that are not known to fail: from `from` up to `to`, which is not among them. Default all. */
  readonly from?: number;
  readonly to?: number;
  /** By which wall clock it is run, so that the same falls due as in the run before. Default: by that at its beginning. */
  readonly wallClock?: number | undefined;
  /** Whether what is held may be given up for an error. Default: never. */
  readonly mayGiveUp?: (error: unknown) => boolean;
}

/** What an epoch gives on that was kept back: the same, in the same order, whenever the epoch is run. Some of it may be left out, to find what is to blame (S97). */
export class Releases {
  /** Those that have gone on, or were left out for their number, in their order; none of those that came after the epoch had failed. */
  met: Release[] = [];
  /** Of the last run, ms since 1970. */
  wallClock: number | undefined;
  #failures: HeldFailure[];
  readonly #given: readonly HeldFailure[];
  readonly #known: ReadonlySet<string>;
  readonly #from: number;
  readonly #to: number;
  readonly #givenWallClock: number | undefined;
  readonly #mayGiveUp: (error: unknown) => boolean;
  #isOver = false;

  constructor({
    failures = [],
    from = 0,
    to = Number.POSITIVE_INFINITY,
    wallClock,
    mayGiveUp = () => false,
  }: ReleaseOptions = {}) {
    this.#given = failures;
    this.#failures = [...failures];
    this.#known = new Set(failures.map(({ release }) => release.id));
    this.#from = from;
    this.#to = to;
    this.#givenWallClock = wallClock;
    this.#mayGiveUp = mayGiveUp;
  }

  /** The epoch is run: for the first time, or again after an outage. Gives the wall clock that it goes by. */
  begin(now: number): number {
    const wallClock = this.#givenWallClock ?? now;
    this.wallClock = wallClock;
    this.met = [];
    this.#failures = [...this.#given];
    this.#isOver = false;
    return wallClock;
  }

  /** What is given up with the epoch. */
  get failures(): readonly HeldFailure[] {
    return this.#failures;
  }

  /** Whether it goes on; to be asked right before it does. */
  lets(release: Release): boolean {
    if (this.#known.has(release.id)) return false;
    const number = this.met.length;
    if (this.#isOver || number >= this.#to) return false;
    this.met.push(release);
    return number >= this.#from;
  }

  /** What goes on has failed by itself, and nothing has come of it. Throws the error where it may not be given up. */
  failed(release: HeldFailure['release'], error: unknown): void {
    if (!this.#mayGiveUp(error)) throw error;
    this.#failures.push({ release, error });
  }

  /** The epoch has failed: what goes on from now on has nothing to do with it. */
  end(): void {
    this.#isOver = true;
  }
}
