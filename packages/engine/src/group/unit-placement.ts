import type { AssignableMember, AssignableUnit } from './assign-units.ts';

/**
 * Which member has which unit while they are being assigned. Members and units are numbers here (by id, by key), and fall into
 * classes: members that subscribe to the same, units of the same topics. What a class can reach is worked out once.
 */
export class UnitPlacement {
  readonly members: readonly AssignableMember[];
  readonly units: readonly AssignableUnit[];
  /** Of each member. */
  readonly load: number[];
  /** Of each member: its class. */
  readonly memberClass: readonly number[];
  /** Of each class of members. */
  readonly membersOf: readonly (readonly number[])[];
  /** Of each unit: its class. */
  readonly unitClass: readonly number[];
  /** Of each class of units: the classes of members that may read it. */
  readonly readersOf: readonly (readonly number[])[];
  /** Of each unit: who has it before, and who was to have it; -1 for nobody that may read it. */
  readonly holder: readonly number[];
  readonly expected: readonly number[];
  /** Of each unit: who has it, -1 for nobody. */
  readonly owner: number[];
  /** Of each member: its units by their class, in order. */
  readonly held: readonly Map<number, number[]>[];
  readonly #reads: readonly ReadonlySet<number>[];

  constructor(units: readonly AssignableUnit[], members: readonly AssignableMember[]) {
    this.members = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.units = [...units].sort(byKey);
    const memberClasses = new Map<ReadonlySet<string>, number>();
    this.memberClass = this.members.map(({ topics }) => numberOf(memberClasses, topics));
    const membersOf: number[][] = [...memberClasses].map(() => []);
    this.memberClass.forEach((memberClass, member) => {
      membersOf[memberClass]!.push(member);
    });
    this.membersOf = membersOf;
    const unitClasses = new Map<string, number>();
    this.unitClass = this.units.map(({ topics }) => numberOf(unitClasses, topics.join()));
    const topicsOf = [...unitClasses.keys()].map((topics) => topics.split(','));
    this.#reads = [...memberClasses.keys()].map(
      (readable) => new Set(topicsOf.flatMap((topics, k) => (topics.every((topic) => readable.has(topic)) ? [k] : []))),
    );
    this.readersOf = topicsOf.map((_, k) => membersOf.flatMap((_, c) => (this.#reads[c]!.has(k) ? [c] : [])));

    const indexOf = new Map(this.members.map(({ id }, member) => [id, member]));
    const reader = (id: string | null, unit: number): number => {
      const member = id === null ? undefined : indexOf.get(id);
      return member !== undefined && this.mayRead(member, this.unitClass[unit]!) ? member : -1;
    };
    this.holder = this.units.map(({ holder }, unit) => reader(holder, unit));
    this.expected = this.units.map(({ expected }, unit) => reader(expected, unit));
    this.load = this.members.map(() => 0);
    this.held = this.members.map(() => new Map());
    this.owner = this.units.map(() => -1);
    this.holder.forEach((member, unit) => {
      if (member !== -1) this.give(unit, member);
    });
  }

  mayRead(member: number, unitClass: number): boolean {
    return this.#reads[this.memberClass[member]!]!.has(unitClass);
  }

  /** How many units of a class it has. */
  count(member: number, unitClass: number): number {
    return this.held[member]!.get(unitClass)?.length ?? 0;
  }

  give(unit: number, member: number): void {
    this.#takeAway(unit);
    this.owner[unit] = member;
    this.load[member]!++;
    const units = this.held[member]!.get(this.unitClass[unit]!);
    if (units === undefined) this.held[member]!.set(this.unitClass[unit]!, [unit]);
    else units.push(unit);
  }

  #takeAway(unit: number): void {
    const member = this.owner[unit]!;
    if (member === -1) return;
    const unitClass = this.unitClass[unit]!;
    const units = this.held[member]!.get(unitClass)!;
    // The last one is the one that is taken most often.
    units.splice(units.lastIndexOf(unit), 1);
    if (units.length === 0) this.held[member]!.delete(unitClass);
    this.load[member]!--;
  }
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

/** `orders/2` before `orders/10`. */
function byKey(a: AssignableUnit, b: AssignableUnit): number {
  const [nameA, nameB] = [nameOf(a.key), nameOf(b.key)];
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return a.key.length - b.key.length || (a.key < b.key ? -1 : 1);
}

function nameOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}
