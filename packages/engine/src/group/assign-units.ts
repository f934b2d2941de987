import { moveByChain } from './move-chain.ts';
import { UnitPlacement } from './unit-placement.ts';

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

/**
 * Who shall have which unit, by key; null: nobody may read it. Balanced (G3), then sticky (G4), then with one topic's units spread over
 * members. The same input, in whatever order, gives the same output.
 */
export function assignUnits(
  units: readonly AssignableUnit[],
  members: readonly AssignableMember[],
): ReadonlyMap<string, string | null> {
  const placement = new UnitPlacement(units, members);
  placeFree(placement);
  balance(placement);
  return new Map(
    placement.units.map((unit, u) => [
      unit.key,
      placement.owner[u] === -1 ? null : placement.members[placement.owner[u]!]!.id,
    ]),
  );
}

/** Each to the member that has the fewest; those that few may read first, because they have less choice. */
function placeFree(placement: UnitPlacement): void {
  const readers = placement.readersOf.map((classes) =>
    classes.reduce((sum, c) => sum + placement.membersOf[c]!.length, 0),
  );
  const free = placement.units.map((_, unit) => unit).filter((unit) => placement.owner[unit] === -1);
  free.sort((a, b) => readers[placement.unitClass[a]!]! - readers[placement.unitClass[b]!]! || a - b);
  for (const unit of free) {
    const unitClass = placement.unitClass[unit]!;
    let best = -1;
    for (const readerClass of placement.readersOf[unitClass]!) {
      for (const member of placement.membersOf[readerClass]!) {
        if (best === -1 || compare(placement, unit, member, best) < 0) best = member;
      }
    }
    if (best !== -1) placement.give(unit, best);
  }
}

function compare(placement: UnitPlacement, unitClass: number, a: number, b: number): number {
  return (
    placement.load[a]! - placement.load[b]! || placement.count(a, unitClass) - placement.count(b, unitClass) || a - b
  );
}

/**
 * Always from the member with the most, so that nobody gives away what it has to get back. A member that cannot give stays so:
 * whatever moves later moves among members that it cannot reach.
 */
function balance(placement: UnitPlacement): void {
  const settled = placement.members.map(() => false);
  for (;;) {
    let most = -1;
    placement.load.forEach((load, member) => {
      if (!settled[member] && (most === -1 || load > placement.load[most]!)) most = member;
    });
    if (most === -1) return;
    if (!moveByChain(placement, most)) settled[most] = true;
  }
}
