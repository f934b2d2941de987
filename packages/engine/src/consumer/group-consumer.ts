import { randomUUID } from 'node:crypto';
import { isMillraceError } from '@millrace/core';
import type { ClientBase } from 'pg';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import { OneAfterAnother } from '../tail/one-after-another.ts';
import { rideOut } from '../tail/ride-out.ts';
import type { CommitOptions } from './commit-request.ts';
import type {
  AssignedPartition,
  Consumer,
  ConsumerEvent,
  OffsetToCommit,
  RecordsEvent,
  TopicPartition,
} from './consumer.ts';
import { fencedInstance, formerMember, isOutOfHand, ownsNothing, type Whereabouts } from './consumer-errors.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import { isInstanceTakenOver } from './instance-taken-over.ts';
import { Member } from './member.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Who wants to know of a consumer's way. */
export interface ConsumerWatcher {
  /** It is about to join. SHUTTING_DOWN: it must not. */
  begun(consumer: GroupConsumer): void;
  joined(consumer: GroupConsumer, memberId: string): void;
  /** The id means nothing any more. */
  gone(memberId: string): void;
  /** It has ended, and the group knows it. */
  left(consumer: GroupConsumer): void;
}

export interface GroupConsumerOptions {
  readonly options: ConsumerOptions;
  readonly parts: ConsumerParts;
  readonly watcher: ConsumerWatcher;
}

/** How long who leaves waits until the group knows it; the leaving goes on by itself. */
const leaveWaitMs = 5_000;
const done = { done: true, value: undefined } as const;

/** A consumer through all its memberships: joins with the first event, joins anew when it was thrown out, leaves at the end. */
export class GroupConsumer implements Consumer {
  readonly #options: GroupConsumerOptions;
  readonly #ended = new AbortController();
  /** As its signal says, which takes longer to ask: it is asked for every event. */
  #isEnded = false;
  /** Its joining, the first or the latest. */
  #joining: Promise<void> | undefined;
  #hasJoined = false;
  #member: Member | undefined;
  #leaving: Promise<void> | undefined;
  #error: unknown;
  /** The batch to be committed before the next event: ON_DELIVERY. */
  #inHand: RecordsEvent | undefined;
  #wake: (() => void) | undefined;
  readonly #calls = new OneAfterAnother();
  readonly #onAbort = () => this.#end(undefined);

  constructor(options: GroupConsumerOptions) {
    this.#options = options;
    const { signal } = options.options;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get group(): string {
    return this.#options.options.group;
  }

  get memberId(): string | null {
    return this.#member?.id ?? null;
  }

  get assignment(): readonly AssignedPartition[] {
    return this.#isEnded ? [] : (this.#member?.assignment ?? []);
  }

  /** The member as it is now; none before it has joined, and while it joins anew. */
  get member(): Member | undefined {
    return this.#member;
  }

  next(): Promise<IteratorResult<ConsumerEvent, undefined>> {
    return this.#calls.run(() => this.#next());
  }

  async return(): Promise<IteratorResult<ConsumerEvent, undefined>> {
    this.#end(undefined);
    await this.#left();
    return done;
  }

  /** Ends it with an error, because its node stops. */
  async close(error: unknown): Promise<void> {
    this.#end(error);
    await this.#left();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async commit(what: RecordsEvent | readonly OffsetToCommit[], options?: CommitOptions): Promise<void> {
    return this.#memberFor(what).commit(what, options);
  }

  async commitIn(client: ClientBase, what: RecordsEvent | readonly OffsetToCommit[]): Promise<() => void> {
    return this.#memberFor(what).commitIn(client, what);
  }

  async prepareCommit(what: Parameters<Consumer['commit']>[0], options?: CommitOptions): Promise<PreparedCommit> {
    return this.#memberFor(what).prepareCommit(what, options);
  }

  async seek(...[partitions, to]: Parameters<Consumer['seek']>): Promise<void> {
    if (!this.#member) throw ownsNothing('seek in', this.#whereabouts);
    return this.#member.seek(partitions, to);
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#member?.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#member?.resume(partitions);
  }

  async #next(): Promise<IteratorResult<ConsumerEvent, undefined>> {
    if (!this.#isEnded) this.#joining ??= this.#begin();
    if (this.#inHand) await unlessAborted(this.#ended.signal, this.#commitInHand());
    while (!this.#isEnded) {
      const value = this.#member?.poll();
      if (value) {
        if (value.kind === 'RECORDS' && this.#options.options.commitMode === 'ON_DELIVERY') this.#inHand = value;
        return { done: false, value };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    return done;
  }

  async #begin(): Promise<void> {
    try {
      this.#options.watcher.begun(this);
      await this.#assertTopics();
      await this.#join();
    } catch (error) {
      this.#end(error);
    }
  }

  /** Topics that are named must be there when it begins; they may go later, and come again. TOPIC_NOT_FOUND. */
  async #assertTopics(): Promise<void> {
    const { options, parts } = this.#options;
    if (!('topics' in options.subscription)) return;
    const { topics } = options.subscription;
    await this.#ridingOut(() => Promise.all(topics.map((topic) => parts.catalogue.get(topic))));
  }

  async #join(): Promise<void> {
    const member = await this.#ridingOut(async () => {
      // Every attempt is another member: one that was cut off in its commit is taken out by the coordinator.
      const joining = this.#makeMember();
      try {
        await joining.join();
        return joining;
      } catch (error) {
        joining.close();
        throw error;
      }
    });
    this.#member = member;
    this.#hasJoined = true;
    this.#options.watcher.joined(this, member.id);
    this.#wake?.();
  }

  #makeMember(): Member {
    const { options, parts } = this.#options;
    const member: Member = new Member({
      id: randomUUID(),
      options,
      parts,
      onChanged: () => this.#wake?.(),
      onThrownOut: () => this.#thrownOut(member),
      onFailed: (error) => this.#end(error),
    });
    return member;
  }

  #thrownOut(member: Member): void {
    member.close();
    this.#inHand = undefined;
    this.#member = undefined;
    const before = this.#joining;
    this.#joining = (async () => {
      // It may hear of it before its joining has come to an end.
      await before;
      this.#member = undefined;
      this.#options.watcher.gone(member.id);
      try {
        await this.#assertNotTakenOver(member);
        await this.#join();
      } catch (error) {
        this.#end(error);
      }
    })();
  }

  /** FENCED_INSTANCE: joining anew would throw the other one out in turn, for ever. */
  async #assertNotTakenOver({ groupId, id: memberId }: Member): Promise<void> {
    const { options, parts } = this.#options;
    const { instanceId, group } = options;
    if (instanceId === null) return;
    const asked = { groupId, instanceId, memberId };
    if (await this.#ridingOut(() => isInstanceTakenOver(parts.pool, asked))) throw fencedInstance(group, instanceId);
  }

  /** At most once: what was handed out is committed before anything more is, whatever became of it. */
  async #commitInHand(): Promise<void> {
    const event = this.#inHand;
    const member = this.#member;
    if (!event || !member) return;
    try {
      await this.#ridingOut(() => member.commit(event));
    } catch (error) {
      // Its partition has moved, or what was handed out is lost: the assignment that comes next says so.
      if (!isOutOfHand(error)) this.#end(error);
    }
    if (this.#inHand === event) this.#inHand = undefined;
  }

  #end(error: unknown): void {
    if (this.#isEnded) return;
    this.#error = error;
    this.#isEnded = true;
    this.#ended.abort();
    this.#options.options.signal?.removeEventListener('abort', this.#onAbort);
    const { parts, options, watcher } = this.#options;
    this.#leaving = this.#leave(error)
      .catch((failure) => parts.logger.warn({ error: failure, group: options.group }, 'A member could not leave'))
      .finally(() => watcher.left(this));
    this.#wake?.();
  }

  async #leave(error: unknown): Promise<void> {
    // One that is just joining has to be there to leave.
    await this.#joining;
    const member = this.#member;
    if (!member) return;
    this.#options.watcher.gone(member.id);
    if (isMillraceError(error, 'PROCESSING_TIMEOUT')) return member.remove();
    member.close();
    // What was handed out is not handed out again by its end: at most once.
    const isWanted = error === undefined || isMillraceError(error, 'SHUTTING_DOWN');
    if (this.#inHand && isWanted) await member.commit(this.#inHand).catch(() => undefined);
    await member.leave();
  }

  async #left(): Promise<void> {
    const { clock } = this.#options.parts;
    const waited = new AbortController();
    const waiting = clock.sleep(leaveWaitMs, waited.signal).catch(() => undefined);
    await Promise.race([this.#leaving, waiting]);
    waited.abort();
  }

  #ridingOut<T>(attempt: () => Promise<T>): Promise<T> {
    const { clock, limits } = this.#options.parts;
    const { signal } = this.#ended;
    return rideOut({ clock, limitMs: limits.readerRetryMs, signal }, async () => {
      signal.throwIfAborted();
      return attempt();
    });
  }

  get #whereabouts(): Whereabouts {
    if (this.#isEnded) return 'ended';
    if (this.#member) return { memberId: this.#member.id };
    return this.#hasJoined ? 'joining anew' : 'not joined';
  }

  /** FENCED_MEMBER for what was handed out to a member that is no more. */
  #memberFor(what: RecordsEvent | readonly OffsetToCommit[]): Member {
    const member = this.#isEnded ? undefined : this.#member;
    if ('kind' in what && what.memberId !== member?.id) throw formerMember(what.memberId, this.#whereabouts);
    if (!member) throw ownsNothing('commit in', this.#whereabouts);
    return member;
  }
}
