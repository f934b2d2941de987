import type { UnitPlacement } from './unit-placement.ts';

/**
 * Moves one unit from the member to another that has at least two fewer: straight, or by a chain in which each member between gives
 * one away as it gets one. The shortest chain, to the member with the fewest. When there is none nothing moves, and it tells whom
 * chains from the member lead to: they have at most one fewer.
 */
export function moveByChain(placement: UnitPlacement, from: number): { readonly stuck: readonly number[] } | 'moved' {
  const { members, membersOf, readersOf, load, held } = placement;
  const givenBy: number[] = new Array(members.length).fill(-1);
  const reached: boolean[] = new Array(membersOf.length).fill(false);
  const stuck = [from];
  let level = [from];
  let left = membersOf.length;
  while (level.length > 0 && left > 0) {
    const next: number[] = [];
    for (const giver of level) {
      if (left === 0) break;
      for (const unitClass of held[giver]!.keys()) {
        for (const readers of readersOf[unitClass]!) {
          if (reached[readers]) continue;
          reached[readers] = true;
          left--;
          for (const member of membersOf[readers]!) {
            if (member === from || givenBy[member] !== -1) continue;
            givenBy[member] = giver;
            next.push(member);
          }
        }
        if (left === 0) break;
      }
    }
    let to = -1;
    for (const member of next) {
      if (load[member]! > load[from]! - 2) continue;
      if (to === -1 || load[member]! < load[to]! || (load[member] === load[to] && member < to)) to = member;
    }
    if (to !== -1) {
      // From the end: everybody gives away before it gets.
      for (let member = to; member !== from; member = givenBy[member]!) {
        placement.give(unitToGive(placement, givenBy[member]!, member), member);
      }
      return 'moved';
    }
    level = next;
    stuck.push(...next);
  }
  return { stuck };
}

/**
 * What costs the fewest moves: what was the other's before, else what was not the giver's, else the giver's own; among those, of the
 * topics of which the giver has more than the other.
 */
export function unitToGive(placement: UnitPlacement, giver: number, to: number): number {
  let best = -1;
  let bestCost = 2;
  let bestSurplus = 0;
  for (const [unitClass, units] of placement.held[giver]!) {
    if (!placement.mayRead(to, unitClass)) continue;
    const surplus = units.length - placement.count(to, unitClass);
    // They are all alike in what they cost if none is a guest.
    const end = placement.guests[giver] === 0 ? units.length - 1 : 0;
    for (let i = units.length - 1; i >= end; i--) {
      const unit = units[i]!;
      const holder = placement.holder[unit]!;
      const cost = holder === to ? -1 : holder === giver ? 1 : 0;
      const better =
        cost < bestCost || (cost === bestCost && (surplus > bestSurplus || (surplus === bestSurplus && unit > best)));
      if (better) [best, bestCost, bestSurplus] = [unit, cost, surplus];
    }
  }
  return best;
}
