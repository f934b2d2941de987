import type { AssignableMember, AssignableUnit } from './assignable.ts';

/**
 * Which member has which unit while they are being assigned. Members and units are numbers here (by id, by key), and fall into
 * classes: members that subscribe to the same, units of the same topics. What a class can reach is worked out once.
 */
export class UnitPlacement {
  readonly members: readonly AssignableMember[];
  readonly units: readonly AssignableUnit[];
  /** Of each member. */
  readonly load: Int32Array;
  /** Of each member: how many of its units it did not hold before. */
  readonly guests: Int32Array;
  /** Of each member: its class. */
  readonly memberClass: readonly number[];
  /** Of each class of members. */
  readonly membersOf: readonly (readonly number[])[];
  /** Of each unit: its class. */
  readonly unitClass: readonly number[];
  /** Of each class of units: the classes of members that may read it. */
  readonly readersOf: readonly (readonly number[])[];
  /** Of each unit: who has it, and who was to have it; -1 for nobody that may read it. */
  readonly holder: readonly number[];
  readonly expected: readonly number[];
  /** Of each unit: who shall have it, -1 for nobody yet. */
  readonly owner: Int32Array;
  /** Of each member: its units by their class, in order. */
  readonly held: readonly Map<number, number[]>[];
  readonly #reads: readonly Set<number>[];

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
    const readersOfTopic = new Map<string, number[]>();
    for (const [topics, memberClass] of memberClasses) {
      for (const topic of topics) {
        const readers = readersOfTopic.get(topic);
        if (readers === undefined) readersOfTopic.set(topic, [memberClass]);
        else readers.push(memberClass);
      }
    }
    this.readersOf = [...unitClasses.keys()].map((topics) => {
      const [first, ...others] = topics.split(',').map((topic) => readersOfTopic.get(topic) ?? []);
      return first!.filter((memberClass) => others.every((readers) => readers.includes(memberClass)));
    });
    this.#reads = membersOf.map(() => new Set());
    this.readersOf.forEach((readers, unitClass) => {
      for (const memberClass of readers) this.#reads[memberClass]!.add(unitClass);
    });

    const indexOf = new Map(this.members.map(({ id }, member) => [id, member]));
    const reader = (id: string | null, unit: number): number => {
      const member = id === null ? undefined : indexOf.get(id);
      return member !== undefined && this.mayRead(member, this.unitClass[unit]!) ? member : -1;
    };
    this.holder = this.units.map(({ holder }, unit) => reader(holder, unit));
    this.expected = this.units.map(({ expected }, unit) => reader(expected, unit));
    this.load = new Int32Array(this.members.length);
    this.guests = new Int32Array(this.members.length);
    this.held = this.members.map(() => new Map());
    this.owner = new Int32Array(this.units.length).fill(-1);
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
    if (this.holder[unit] !== member) this.guests[member]!++;
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
    if (this.holder[unit] !== member) this.guests[member]!--;
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
