import { assignUnits } from './assign-units.ts';
import type { GroupEvent, GroupState, GroupWorld, MemberState, UnitState } from './group-state.ts';
import { nextHolding } from './holding-table.ts';
import { nextMembers } from './next-members.ts';
import { type SubscribedUnits, unitsOfMembers } from './units-of-members.ts';

/**
 * What becomes of a group by an event (G1 to G9, G19). Pure. The same object when nothing changes, so that nothing is written; a unit
 * that is not touched is the same object too (G5).
 *
 * Every event is also a look at the topics and the deadlines. INVALID_PATTERN if a member with such a one was let in.
 */
export function transition(state: GroupState, event: GroupEvent, world: GroupWorld): GroupState {
  return transitionAtOnce(state, [event], world);
}

/**
 * The same of several events that nobody sees anything between. Units go straight to where they shall be after the last of them: so
 * many members that join together do not get theirs by way of the first.
 */
export function transitionAtOnce(state: GroupState, events: readonly GroupEvent[], world: GroupWorld): GroupState {
  let members = state.members;
  let before = state.units;
  let memberChanges = 0;
  const released = new Set<string>();
  for (const event of events) {
    const next = nextMembers(members, event, world.now);
    members = next.members;
    if (next.changed) memberChanges += 1;
    if (next.takenOver !== null) before = handOver(before, next.takenOver);
    if (event.type !== 'RELEASED') continue;
    for (const key of event.units) {
      const unit = before.get(key);
      if (unit !== undefined && isOwner(unit, event.memberId)) released.add(key);
    }
  }
  const subscribed = unitsOfMembers(members, world.topics);
  const changed = memberChanges > 0 || !sameUnits(before, subscribed);
  const generation = state.generation + (changed ? Math.max(1, memberChanges) : 0);
  const targets = changed ? newTargets(before, members, subscribed) : null;
  const [only] = events.length === 1 ? events : [];

  const units = new Map<string, UnitState>();
  const step = (unit: UnitState, target: string | null): void => {
    const isReleased = released.has(unit.key);
    const holding = nextHolding(only?.type ?? (isReleased ? 'RELEASED' : 'LOOKED'), unit.holding, {
      members,
      generation,
      now: world.now,
      target,
      released: isReleased,
    });
    // Nobody subscribes to it any more, and nobody has it.
    if (holding.state === 'free' && target === null) return;
    units.set(unit.key, holding === unit.holding && target === unit.target ? unit : { ...unit, holding, target });
  };

  for (const unit of subscribed.units.values()) {
    const known = before.get(unit.key);
    const stays = known !== undefined && samePartitions(known, unit);
    const target = targets === null ? known!.target : targets.get(unit.key)!;
    step(stays ? known : { ...unit, holding: { state: 'free' }, target: null }, target);
  }
  for (const unit of leftBehind(before, subscribed, world)) step(unit, null);

  return !changed && members === state.members && sameObjects(state.units, units)
    ? state
    : { generation, members, units };
}

/** A unit without a target is one that nobody subscribes to any more and that is being revoked: it does not count. */
function sameUnits(before: ReadonlyMap<string, UnitState>, { units }: SubscribedUnits): boolean {
  let count = 0;
  for (const unit of before.values()) {
    if (unit.target === null) continue;
    const now = units.get(unit.key);
    if (now === undefined || !samePartitions(unit, now)) return false;
    count++;
  }
  return count === units.size;
}

/** Sticky for those who have a unit; what is on its way already may as well go elsewhere, because its reader has stopped. */
function newTargets(
  before: ReadonlyMap<string, UnitState>,
  members: ReadonlyMap<string, MemberState>,
  { units, readable }: SubscribedUnits,
): ReadonlyMap<string, string | null> {
  // By partition, because a unit may have been made of others.
  const last = new Map<number, UnitState>();
  for (const unit of before.values()) for (const partitionId of unit.partitionIds) last.set(partitionId, unit);
  return assignUnits(
    [...units.values()].map(({ key, topics, partitionIds }) => {
      const former = partitionIds.map((id) => last.get(id)).find((unit) => unit !== undefined);
      const holder = former?.holding.state === 'owned' ? former.holding.owner : null;
      return { key, topics, holder, expected: former?.target ?? null };
    }),
    [...members.keys()].map((id) => ({ id, topics: readable.get(id)! })),
  );
}

/**
 * Units nobody subscribes to any more whose owner has to be told first. Not those whose partitions are gone or are in another unit
 * now: there is nothing left to commit in them.
 */
function* leftBehind(
  before: ReadonlyMap<string, UnitState>,
  { units }: SubscribedUnits,
  world: GroupWorld,
): Generator<UnitState> {
  let free: Set<number> | null = null;
  for (const unit of before.values()) {
    if (units.has(unit.key)) continue;
    if (free === null) {
      free = new Set(world.topics.flatMap((topic) => topic.partitionIds));
      for (const { partitionIds } of units.values()) for (const id of partitionIds) free.delete(id);
    }
    if (unit.partitionIds.every((id) => free!.has(id))) yield unit;
  }
}

function handOver(
  units: ReadonlyMap<string, UnitState>,
  { from, to }: { readonly from: string; readonly to: string },
): ReadonlyMap<string, UnitState> {
  return new Map(
    [...units].map(([key, unit]) => {
      const target = unit.target === from ? to : unit.target;
      const holding = isOwner(unit, from) ? { ...unit.holding, owner: to } : unit.holding;
      return [key, target === unit.target && holding === unit.holding ? unit : { ...unit, holding, target }];
    }),
  );
}

function isOwner({ holding }: UnitState, memberId: string): boolean {
  return holding.state !== 'free' && holding.owner === memberId;
}

function samePartitions(a: Pick<UnitState, 'partitionIds'>, b: Pick<UnitState, 'partitionIds'>): boolean {
  return a.partitionIds.length === b.partitionIds.length && a.partitionIds.every((id, i) => id === b.partitionIds[i]);
}

function sameObjects(a: ReadonlyMap<string, UnitState>, b: ReadonlyMap<string, UnitState>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, unit] of a) if (b.get(key) !== unit) return false;
  return true;
}
