import type { GroupPartitionRef, HeldUnit, MemberAssignment } from '../group/membership.ts';
import type { ReaderStart } from '../tail/topic-reader.ts';
import type { AssignedPartition, TopicPartition } from './consumer.ts';

/** A partition that a member owns. */
export interface HeldPartition extends GroupPartitionRef {
  readonly unit: Held;
  /** STARTING: where to start, or to go on, is being looked up. GONE: there is nothing to read any more, the group does not know it yet. */
  readonly state: 'STARTING' | 'OPEN' | 'GONE';
  /** Once it has been open. */
  readonly start: ReaderStart | undefined;
  /** Where reading goes on. */
  readonly offset: number;
  /** The end as far as known: what may be committed without a look. */
  knownEnd: number;
  /** Of the newest record that was handed out of it, or of where it started. */
  logEpoch: number;
  paused: boolean;
}

/** A unit that a member owns, from when it got it until it loses it. */
export interface Held {
  readonly key: string;
  readonly generation: number;
  readonly partitions: readonly HeldPartition[];
  /** Set while it is being revoked. */
  revokeDeadline: number | null;
  /** Its release is on its way. */
  releasing: boolean;
}

/** What an assignment changes for its member. */
export interface UnitChanges {
  readonly lost: readonly Held[];
  readonly gained: readonly Held[];
  /** Held already, being revoked from now on. */
  readonly revoked: readonly Held[];
}

/** What one member owns. A unit that was lost and had again since is another one (G9). */
export class HeldUnits {
  readonly #units = new Map<string, Held>();
  /** By topic and number: looked up for every batch and every commit, so that no key is made of the two. */
  readonly #byTopic = new Map<string, Map<number, HeldPartition>>();
  #revoking: readonly Held[] = [];
  /** As it was last asked for, unless something has changed since. */
  #assignment: readonly AssignedPartition[] | undefined;

  /** The newest assignment counts: what lies between it and the one before is never seen. */
  apply(assignment: MemberAssignment): UnitChanges {
    this.#assignment = undefined;
    const lost: Held[] = [];
    const gained: Held[] = [];
    const revoked: Held[] = [];
    const wanted = new Map(assignment.units.map((unit) => [unit.unit, unit]));
    for (const held of this.#units.values()) {
      const unit = wanted.get(held.key);
      if (!unit || !isSame(held, unit)) lost.push(held);
    }
    for (const held of lost) this.#remove(held);
    for (const unit of assignment.units) {
      const held = this.#units.get(unit.unit);
      if (!held) {
        gained.push(this.#add(unit));
        continue;
      }
      if (held.revokeDeadline === null && unit.revokeDeadline !== null) revoked.push(held);
      held.revokeDeadline = unit.revokeDeadline;
    }
    this.#revoking = [...this.#units.values()].filter(({ revokeDeadline }) => revokeDeadline !== null);
    return { lost, gained, revoked };
  }

  find({ topic, partition }: TopicPartition): HeldPartition | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  /** Whether it is still the one that is held, and not one of the same name had since. */
  has(partition: HeldPartition): boolean {
    return this.find(partition) === partition;
  }

  *all(): IterableIterator<HeldPartition> {
    for (const ofTopic of this.#byTopic.values()) yield* ofTopic.values();
  }

  /** Those whose start is to be looked up. What is being revoked is not read, so that it needs none. */
  starting(): HeldPartition[] {
    return [...this.all()].filter(({ state, unit }) => state === 'STARTING' && unit.revokeDeadline === null);
  }

  revoking(): readonly Held[] {
    return this.#revoking;
  }

  /** Changes what its assignment says of a partition. */
  change(partition: HeldPartition, to: Partial<Pick<HeldPartition, 'state' | 'start' | 'offset'>>): void {
    this.#assignment = undefined;
    Object.assign(partition, to);
  }

  /** All that is owned and was once begun to read, also what is being revoked. */
  assignment(): readonly AssignedPartition[] {
    this.#assignment ??= [...this.all()]
      .filter(({ state, start }) => start !== undefined && state !== 'GONE')
      .map(({ topic, partition, offset }) => ({ topic, partition, offset }))
      .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
    return this.#assignment;
  }

  #add(unit: HeldUnit): Held {
    const partitions: HeldPartition[] = [];
    const held: Held = {
      key: unit.unit,
      generation: unit.generation,
      partitions,
      revokeDeadline: unit.revokeDeadline,
      releasing: false,
    };
    for (const ref of unit.partitions) {
      const partition: HeldPartition = {
        ...ref,
        unit: held,
        state: 'STARTING',
        start: undefined,
        offset: 0,
        knownEnd: 0,
        logEpoch: 0,
        paused: false,
      };
      partitions.push(partition);
      const ofTopic = this.#byTopic.get(ref.topic) ?? new Map<number, HeldPartition>();
      this.#byTopic.set(ref.topic, ofTopic.set(ref.partition, partition));
    }
    this.#units.set(unit.unit, held);
    return held;
  }

  #remove(held: Held): void {
    this.#units.delete(held.key);
    for (const partition of held.partitions) {
      if (!this.has(partition)) continue;
      const ofTopic = this.#byTopic.get(partition.topic);
      ofTopic?.delete(partition.partition);
      if (ofTopic?.size === 0) this.#byTopic.delete(partition.topic);
    }
  }
}

export const isRevoking = (unit: Held) => unit.revokeDeadline !== null;

/** Whether the member was told of it, or is about to be. */
export const isOpened = (unit: Held) => unit.partitions.some(({ start }) => start !== undefined);

function isSame(held: Held, unit: HeldUnit): boolean {
  return (
    held.generation === unit.generation &&
    held.partitions.length === unit.partitions.length &&
    // A topic that was made again has other ids.
    held.partitions.every(({ partitionId }) => unit.partitions.some((other) => other.partitionId === partitionId))
  );
}
