import { type Clock, isMillraceError, type Logger, MillraceError } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import type { GroupChange } from './apply-changes.ts';
import { AssignmentFeed } from './assignment-feed.ts';
import { GroupQueue } from './group-queue.ts';
import type { GroupEvent, MemberState } from './group-state.ts';
import type { ChangedGroup } from './group-store.ts';
import { LocalGroup, type LocalMember } from './local-group.ts';
import type { JoinRequest, MemberAssignment, MemberHandle, Membership } from './membership.ts';
import { assertConsistent } from './subscription-consistency.ts';
import { TopicWatch } from './topic-watch.ts';
import { Turns } from './turns.ts';

/** Groups that a node changes at a time: the rest of the pool is for readers. */
const maxTransactions = 4;

export interface GroupCoordinatorOptions {
  readonly database: Pick<Database, 'pool'>;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: Pick<EngineObserver, 'rebalanced'>;
  readonly limits: Pick<EngineLimits, 'maxMembersPerGroup' | 'deliveryTimeoutMs' | 'pollIntervalMs'>;
}

interface Entry {
  readonly group: LocalGroup;
  readonly queue: GroupQueue;
  /** Members whose session is being looked at. */
  readonly expiring: Set<string>;
  looking: boolean;
}

/** The members of this node, and the changes that this node makes to groups, its own and those of nodes that are gone. */
export class GroupCoordinator implements Membership {
  readonly #options: GroupCoordinatorOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #turns = new Turns(maxTransactions);
  readonly #feed: AssignmentFeed;
  readonly #topics: TopicWatch;
  /** Ends those who wait for their first assignment. */
  readonly #joining = new Set<(error: Error) => void>();
  #closed = false;

  constructor(options: GroupCoordinatorOptions) {
    this.#options = options;
    const { pool } = options.database;
    const groups = () => this.#localGroups();
    this.#feed = new AssignmentFeed({ ...options, pool, groups });
    this.#topics = new TopicWatch({
      ...options,
      pool,
      groups,
      onTopics: (group, differs) => {
        const { queue } = this.#entry(group.name);
        if (queue.idle && !differs()) return;
        const looked = { event: () => ({ type: 'LOOKED' }) as const, needed: differs };
        queue.add({ ...looked, done() {}, refused() {}, delayed: () => true });
      },
    });
  }

  async join(request: JoinRequest, listener: (assignment: MemberAssignment | null) => void): Promise<MemberHandle> {
    const { group } = this.#entry(request.group);
    let end: (error: Error) => void = () => {};
    const told = new Promise<void>((resolve, reject) => {
      end = reject;
      this.#joining.add(end);
      const member: LocalMember = {
        id: request.memberId,
        subscription: request.subscription,
        joined: false,
        told: undefined,
        listener: (assignment) => {
          resolve();
          listener(assignment);
        },
      };
      group.members.set(member.id, member);
    });
    // Rejected before anybody waits for it when the node is closed in the middle.
    told.catch(() => {});
    try {
      await this.#do(request.group, this.#joined(request), 'in time');
      this.#feed.look(group);
      await told;
    } catch (error) {
      group.members.delete(request.memberId);
      // It may have joined all the same, if the connection was lost in the commit.
      const unknown = !isMillraceError(error) || error.retriable;
      if (unknown && !this.#closed) void this.#do(request.group, removed(request.memberId), 'whenever').catch(() => {});
      throw error;
    } finally {
      this.#joining.delete(end);
    }
    return this.#handle(group, request);
  }

  /** A group has changed, here or elsewhere; undefined: any of them may have. */
  groupChanged(name: string | undefined): void {
    const entry = name === undefined ? undefined : this.#entries.get(name);
    if (entry) this.#feed.look(entry.group);
    else if (name === undefined) this.#feed.look();
  }

  /** The log may have lost its end, and groups with it: what was seen of them last is no measure. */
  logEpochRaised(): void {
    for (const group of this.#localGroups()) group.revision = -1;
    this.#feed.look();
    this.#topics.changed(undefined);
  }

  /** A topic was made, changed, rolled or deleted; undefined: any of them may have been. */
  topicChanged(name: string | undefined): void {
    this.#topics.changed(name);
  }

  /** Throws members out whose session is over, if it still is when the group is locked. */
  expire(groupName: string, memberIds: readonly string[]): void {
    const { expiring } = this.#entry(groupName);
    for (const memberId of memberIds) {
      if (expiring.has(memberId)) continue;
      expiring.add(memberId);
      const event: GroupChange['event'] = ({ expired }) =>
        expired.has(memberId) ? { type: 'REMOVED', memberId } : null;
      this.#do(groupName, { event }, 'now')
        .then(() => expiring.delete(memberId))
        .catch(() => expiring.delete(memberId));
    }
  }

  /** Lets what is due happen to a group: revocations whose time is over. */
  look(groupName: string): void {
    const entry = this.#entry(groupName);
    if (entry.looking) return;
    entry.looking = true;
    const over = () => {
      entry.looking = false;
    };
    this.#do(groupName, { event: () => ({ type: 'LOOKED' }) }, 'now').then(over, over);
  }

  /** Takes everything from a member of any node at once. False: the group has no such member. */
  async removeMember(groupName: string, memberId: string): Promise<boolean> {
    let known = false;
    const event: GroupChange['event'] = (_, members) => {
      known = members.has(memberId);
      return known ? { type: 'REMOVED', memberId } : null;
    };
    await this.#do(groupName, { event }, 'in time');
    return known;
  }

  /** Gives up what a member of any node is losing of these partitions, with all of their units. */
  releasePartitions(groupName: string, memberId: string, partitionIds: readonly number[]): Promise<void> {
    const given = new Set(partitionIds);
    const event: GroupChange['event'] = ({ state }) => {
      const units = [...state.units.values()].filter((unit) => unit.partitionIds.some((id) => given.has(id)));
      return { type: 'RELEASED', memberId, units: units.map(({ key }) => key) };
    };
    return this.#do(groupName, { event }, 'whenever');
  }

  /** Does what was asked of it, unless Postgres is away; members that have not left by now expire. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#entries.values()].map(({ queue }) => queue.close()));
    for (const end of this.#joining) end(shuttingDown());
    await Promise.all([this.#feed.close(), this.#topics.close()]);
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known) return known;
    const group = new LocalGroup(name);
    const queue = new GroupQueue({
      ...this.#options,
      group: name,
      turns: this.#turns,
      onChanged: (changed) => this.#changed(group, changed),
      onIdle: () => this.#forgetUnused(name),
    });
    const entry = { group, queue, expiring: new Set<string>(), looking: false };
    this.#entries.set(name, entry);
    return entry;
  }

  #forgetUnused(name: string): void {
    const entry = this.#entries.get(name);
    if (entry?.queue.idle && entry.group.members.size === 0) this.#entries.delete(name);
  }

  *#localGroups(): Generator<LocalGroup> {
    for (const { group } of this.#entries.values()) {
      if (group.members.size > 0) yield group;
      else this.#forgetUnused(group.name);
    }
  }

  #changed(group: LocalGroup, changed: ChangedGroup | null): void {
    if (!changed) return;
    const { loaded, state } = changed;
    if (state.generation !== loaded.state.generation) this.#options.observer.rebalanced(group.name);
    group.saw(loaded, state);
    // The notification comes too; whichever is first spares the other.
    if (state !== loaded.state && group.members.size > 0) this.#feed.look(group);
  }

  #joined(request: JoinRequest): GroupChange {
    const { group, ...rest } = request;
    const member: MemberState = {
      id: rest.memberId,
      nodeId: this.#options.nodeId,
      clientId: rest.clientId,
      instanceId: rest.instanceId,
      subscription: rest.subscription,
      sessionTimeoutMs: rest.sessionTimeoutMs,
      revocationTimeoutMs: rest.revocationTimeoutMs,
      awaySince: null,
    };
    return {
      subscription: request.subscription,
      event: (loaded, members) => {
        assertConsistent({ members }, member, loaded.topics);
        this.#assertRoom(group, members, member);
        return { type: 'JOINED', member };
      },
    };
  }

  #assertRoom(group: string, members: ReadonlyMap<string, MemberState>, member: MemberState): void {
    const { maxMembersPerGroup } = this.#options.limits;
    if (members.size < maxMembersPerGroup || members.has(member.id)) return;
    for (const { instanceId } of members.values()) {
      if (instanceId !== null && instanceId === member.instanceId) return;
    }
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `Consumer group "${group}" has ${maxMembersPerGroup} members, the most a group can have: let one leave, or use another group.`,
      { details: { limit: 'maxMembersPerGroup', value: maxMembersPerGroup } },
    );
  }

  #handle(group: LocalGroup, { memberId }: JoinRequest): MemberHandle {
    const tell = (event: GroupEvent) => this.#do(group.name, { event: () => event }, 'whenever');
    return {
      groupId: group.id,
      release: (units) => tell({ type: 'RELEASED', memberId, units }),
      leave: () => {
        group.members.delete(memberId);
        return tell({ type: 'LEFT', memberId });
      },
      remove: () => {
        group.members.delete(memberId);
        return tell({ type: 'REMOVED', memberId });
      },
    };
  }

  /**
   * Resolves once it is done. When Postgres is away: `now` gives up, `in time` after the delivery timeout; `whenever` resolves and goes
   * on trying for as long as this node lives, because its members would live as long.
   */
  #do(groupName: string, change: GroupChange, patience: 'now' | 'in time' | 'whenever'): Promise<void> {
    const { clock, limits } = this.#options;
    const deadline = clock.monotonic() + limits.deliveryTimeoutMs;
    return new Promise((resolve, reject) => {
      const delayed = (error: unknown): boolean => {
        if (patience === 'whenever') resolve();
        const goOn = patience === 'whenever' || (patience === 'in time' && clock.monotonic() < deadline);
        if (!goOn) reject(busy(groupName, error));
        return goOn;
      };
      this.#entry(groupName).queue.add({ ...change, done: resolve, refused: reject, delayed });
    });
  }
}

function removed(memberId: string): GroupChange {
  return { event: () => ({ type: 'REMOVED', memberId }) };
}

function busy(group: string, cause: unknown): Error {
  if (cause instanceof MillraceError) return cause;
  return new MillraceError('POSTGRES_UNAVAILABLE', `Consumer group "${group}" is locked by somebody else: try again.`, {
    cause,
  });
}

function shuttingDown(): MillraceError {
  return new MillraceError('SHUTTING_DOWN', 'This node is stopping: join from another one.');
}
