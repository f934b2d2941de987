import { unitToGive } from './move-chain.ts';
import type { UnitPlacement } from './unit-placement.ts';

/** Arcs looked at before it is left at that: a second or so, for groups of thousands whose members differ much. */
const maxArcs = 50_000_000;

/**
 * Takes back moves that a balanced placement does not need, until no exchange saves one (G4). Chains are found one after the other, so
 * that one may have moved what a later one makes needless.
 *
 * Members exchange units in rings, or along a path whose end has one fewer than its begin, so that the two change places; a move
 * costs 1, one of a unit that has moved already 0, one back to its holder -1. A ring of negative cost (Bellman and Ford) saves
 * moves; where there is none, the fewest are made (Klein).
 */
export function undoMoves(placement: UnitPlacement): void {
  // Among equals, taking always from the one with the most moves no more than must.
  if (placement.membersOf.length < 2) return;
  let arcs = 0;
  while (arcs < maxArcs) {
    const graph = arcsOf(placement);
    const found = negativeRing(graph, maxArcs - arcs);
    arcs += found.arcs;
    if (found.ring === null) return;
    exchange(placement, found.ring);
  }
}

/**
 * Nodes: members, then classes of members (one arc reaches all of a class), then numbers of units (a path ends at a member with one
 * fewer than where another begins).
 */
interface Graph {
  readonly nodes: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly cost: readonly number[];
}

function arcsOf(placement: UnitPlacement): Graph | null {
  const { members, membersOf, readersOf, held, holder, load, owner } = placement;
  const from: number[] = [];
  const to: number[] = [];
  const cost: number[] = [];
  const arc = (a: number, b: number, c: number): void => {
    from.push(a);
    to.push(b);
    cost.push(c);
  };
  owner.forEach((member, unit) => {
    if (member !== -1 && holder[unit] !== -1 && holder[unit] !== member) arc(member, holder[unit]!, -1);
  });
  if (from.length === 0) return null;
  const classNode = (c: number): number => members.length + c;
  const loadNode = (l: number): number => members.length + membersOf.length + l;
  members.forEach((_, member) => {
    const costs = new Map<number, number>();
    for (const [unitClass, units] of held[member]!) {
      const least = units.some((unit) => holder[unit] !== member) ? 0 : 1;
      for (const c of readersOf[unitClass]!) costs.set(c, Math.min(least, costs.get(c) ?? 1));
    }
    for (const [c, least] of costs) arc(member, classNode(c), least);
    arc(member, loadNode(load[member]! + 1), 0);
    arc(loadNode(load[member]!), member, 0);
  });
  membersOf.forEach((of, c) => {
    for (const member of of) arc(classNode(c), member, 0);
  });
  return { nodes: loadNode(Math.max(...load) + 2), from, to, cost };
}

function negativeRing(graph: Graph | null, maxArcs: number): { ring: number[] | null; arcs: number } {
  if (graph === null) return { ring: null, arcs: 0 };
  const { nodes, from, to, cost } = graph;
  const distance = new Int32Array(nodes);
  const before = new Int32Array(nodes).fill(-1);
  let arcs = 0;
  while (arcs < maxArcs) {
    let changed = false;
    for (let i = 0; i < from.length; i++) {
      const [a, b] = [from[i]!, to[i]!];
      const length = distance[a]! + cost[i]!;
      if (length >= distance[b]!) continue;
      distance[b] = length;
      before[b] = a;
      changed = true;
    }
    arcs += from.length;
    if (!changed) return { ring: null, arcs };
    const ring = ringIn(before);
    if (ring !== null) return { ring, arcs };
  }
  return { ring: null, arcs };
}

/** A ring of predecessors; there only ever is one of negative cost. */
function ringIn(before: Int32Array): number[] | null {
  const seenFrom = new Int32Array(before.length).fill(-1);
  for (let start = 0; start < before.length; start++) {
    let node = start;
    while (node !== -1 && seenFrom[node] === -1) {
      seenFrom[node] = start;
      node = before[node]!;
    }
    if (node === -1 || seenFrom[node] !== start) continue;
    const ring = [node];
    for (let next = before[node]!; next !== node; next = before[next]!) ring.push(next);
    return ring.reverse();
  }
  return null;
}

/** Everybody gives before anybody gets: what is given is chosen first. */
function exchange(placement: UnitPlacement, ring: readonly number[]): void {
  const count = placement.members.length;
  const classes = placement.membersOf.length;
  const moves: [unit: number, to: number][] = [];
  ring.forEach((giver, i) => {
    if (giver >= count) return;
    let next = ring[(i + 1) % ring.length]!;
    if (next >= count + classes) return;
    if (next >= count) next = ring[(i + 2) % ring.length]!;
    if (next !== giver) moves.push([unitToGive(placement, giver, next), next]);
  });
  for (const [unit, to] of moves) placement.give(unit, to);
}
