import type { GroupEvent, Holding, MemberState } from './group-state.ts';

/** What a unit's next holding is made from. All of it as it is after the event. */
export interface UnitSituation {
  readonly members: ReadonlyMap<string, MemberState>;
  readonly generation: number;
  readonly now: number;
  /** Who shall have the unit. */
  readonly target: string | null;
  /** Whether its owner gives it up by this event. */
  readonly released: boolean;
}

type Step<S extends Holding['state']> = (holding: Extract<Holding, { state: S }>, situation: UnitSituation) => Holding;

/** How much longer than allowed a revocation may seem to last before it counts as the clock having been set back. */
const clockToleranceMs = 1_000;

const free: Holding = { state: 'free' };

/** A free unit is its target's at once, at the generation of this moment. */
const take = (_: Holding, { target, generation }: UnitSituation): Holding =>
  target === null ? free : { state: 'owned', owner: target, generation };

/** Stays with its target. Anybody else is told to stop, and until when it may commit. Whoever is no member any more has nothing. */
const keepOrRevoke: Step<'owned'> = (holding, situation) => {
  const owner = situation.members.get(holding.owner);
  if (owner === undefined) return take(holding, situation);
  if (owner.id === situation.target) return holding;
  return { ...holding, state: 'revoking', deadline: situation.now + owner.revocationTimeoutMs };
};

/** Until the deadline, until the clock is so far before it that it must have been set back, or until the owner is no member. */
const wait: Step<'revoking'> = (holding, situation) => {
  const owner = situation.members.get(holding.owner);
  const remaining = holding.deadline - situation.now;
  return owner === undefined || remaining <= 0 || remaining > owner.revocationTimeoutMs + clockToleranceMs
    ? take(holding, situation)
    : holding;
};

const giveUp: Step<'revoking'> = (holding, situation) =>
  situation.released ? take(holding, situation) : wait(holding, situation);

/** Every holding and every event: the table of docs/specs/consumer-group.md, "Transitions". */
const table: { readonly [S in Holding['state']]: { readonly [E in GroupEvent['type']]: Step<S> } } = {
  free: { JOINED: take, SUBSCRIBED: take, LEFT: take, REMOVED: take, RELEASED: take, LOOKED: take },
  owned: {
    JOINED: keepOrRevoke,
    SUBSCRIBED: keepOrRevoke,
    LEFT: keepOrRevoke,
    REMOVED: keepOrRevoke,
    // What nobody takes from it would be its own again at once: it keeps it.
    RELEASED: keepOrRevoke,
    LOOKED: keepOrRevoke,
  },
  revoking: { JOINED: wait, SUBSCRIBED: wait, LEFT: wait, REMOVED: wait, RELEASED: giveUp, LOOKED: wait },
};

export function nextHolding(event: GroupEvent['type'], holding: Holding, situation: UnitSituation): Holding {
  switch (holding.state) {
    case 'free':
      return table.free[event](holding, situation);
    case 'owned':
      return table.owned[event](holding, situation);
    case 'revoking':
      return table.revoking[event](holding, situation);
  }
}
