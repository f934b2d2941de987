import type { Consumer, ConsumerInput } from './consumer.ts';
import { consumerOptions } from './consumer-options.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import { type ConsumerWatcher, GroupConsumer } from './group-consumer.ts';
import type { Member } from './member.ts';

/** Between two looks while Postgres cannot be asked. */
const retryMs = 1_000;

/** The consumers of this node. */
export class ConsumerRegistry implements ConsumerWatcher {
  readonly #parts: ConsumerParts;
  /** From their first `next()` until the group knows that they are gone. */
  readonly #consumers = new Set<GroupConsumer>();
  readonly #byMember = new Map<string, GroupConsumer>();
  /** Groups of which committed offsets are being read, and whether they have to be read once more. */
  readonly #looking = new Map<number, { again: boolean }>();
  #closing: unknown;

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
  }

  /** A consumer that joins with its first `next()`. Throws for what can be told without asking: see `consumerOptions`. */
  open(input: ConsumerInput): Consumer {
    const options = consumerOptions(input, this.#parts.limits);
    return new GroupConsumer({ options, parts: this.#parts, watcher: this });
  }

  /** The consumer of a member that lives in this node. */
  find(memberId: string): GroupConsumer | undefined {
    return this.#byMember.get(memberId);
  }

  /** The same consumer, if it is one of this node that is being read. */
  own(consumer: Consumer): GroupConsumer | undefined {
    return this.#consumers.has(consumer as GroupConsumer) ? (consumer as GroupConsumer) : undefined;
  }

  /**
   * Other nodes have committed for members of this group, or may have (undefined: of any): those that live here and hold
   * records learn what. Calls meanwhile share one more look.
   */
  committedElsewhere(groupId?: number): void {
    if (groupId !== undefined) void this.#lookUp(groupId);
    else for (const id of new Set(this.#members().map((member) => member.groupId))) void this.#lookUp(id);
  }

  /** The log may have lost its end. */
  logEpochRaised(): void {
    for (const member of this.#members()) member.logEpochRaised();
  }

  /** Ends all consumers with an error; resolves once the groups know, or cannot be told. */
  async close(error: unknown): Promise<void> {
    this.#closing = error;
    await Promise.all([...this.#consumers].map((consumer) => consumer.close(error)));
  }

  begun(consumer: GroupConsumer): void {
    if (this.#closing !== undefined) throw this.#closing;
    this.#consumers.add(consumer);
  }

  joined(consumer: GroupConsumer, memberId: string): void {
    this.#byMember.set(memberId, consumer);
  }

  gone(memberId: string): void {
    this.#byMember.delete(memberId);
  }

  left(consumer: GroupConsumer): void {
    this.#consumers.delete(consumer);
  }

  #members(): Member[] {
    return [...this.#consumers].map(({ member }) => member).filter((member) => member !== undefined);
  }

  async #lookUp(groupId: number): Promise<void> {
    const looking = this.#looking.get(groupId);
    if (looking) {
      looking.again = true;
      return;
    }
    const look = { again: true };
    this.#looking.set(groupId, look);
    const { clock, logger } = this.#parts;
    while (look.again && this.#closing === undefined) {
      look.again = false;
      try {
        await this.#look(groupId);
      } catch (error) {
        logger.warn({ error, groupId }, 'What other nodes have committed could not be read; it is tried again');
        look.again = true;
        await clock.sleep(retryMs);
      }
    }
    this.#looking.delete(groupId);
  }

  async #look(groupId: number): Promise<void> {
    const holding = new Map<Member, ReadonlySet<number>>();
    for (const member of this.#members()) {
      if (member.groupId === groupId) holding.set(member, new Set(member.holding));
    }
    const ids = [...holding.values()].flatMap((partitions) => [...partitions]);
    if (ids.length === 0) return;
    const offsets = await this.#parts.committer.committed(groupId, ids);
    for (const [member, partitions] of holding) {
      member.committedElsewhere(offsets.filter(({ partitionId }) => partitions.has(partitionId)));
    }
  }
}
