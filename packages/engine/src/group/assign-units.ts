import type { AssignableMember, AssignableUnit } from './assignable.ts';
import { moveByChain } from './move-chain.ts';
import { undoMoves } from './undo-moves.ts';
import { UnitPlacement } from './unit-placement.ts';

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
  undoMoves(placement);
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
    let best = -1;
    for (const readerClass of placement.readersOf[placement.unitClass[unit]!]!) {
      for (const member of placement.membersOf[readerClass]!) {
        if (best === -1 || isBetter(placement, unit, member, best)) best = member;
      }
    }
    if (best !== -1) placement.give(unit, best);
  }
}

function isBetter(placement: UnitPlacement, unit: number, a: number, b: number): boolean {
  const more = placement.load[a]! - placement.load[b]!;
  if (more !== 0) return more < 0;
  const expected = placement.expected[unit]!;
  if (expected === a || expected === b) return expected === a;
  const unitClass = placement.unitClass[unit]!;
  const moreOfTopic = placement.count(a, unitClass) - placement.count(b, unitClass);
  return moreOfTopic < 0 || (moreOfTopic === 0 && a < b);
}

/**
 * Always from the member with the most, so that nobody gives away what it has to get back. A member that cannot give stays so, and so
 * do those whom it reaches, because whom they reach it reaches too: whatever moves later moves among others.
 */
function balance(placement: UnitPlacement): void {
  const { load } = placement;
  const settled = new Uint8Array(load.length);
  for (;;) {
    let most = -1;
    for (let member = 0; member < load.length; member++) {
      if (settled[member] === 0 && (most === -1 || load[member]! > load[most]!)) most = member;
    }
    if (most === -1) return;
    const outcome = moveByChain(placement, most);
    if (outcome !== 'moved') for (const member of outcome.stuck) settled[member] = 1;
  }
}
