import type { Clock, Logger, Timer } from '@millrace/core';
import type { Pool } from 'pg';
import type { LocalGroup, LocalMember } from './local-group.ts';
import type { MemberAssignment } from './membership.ts';
import { type GroupAssignments, readAssignments } from './read-assignments.ts';

export interface AssignmentFeedOptions {
  readonly pool: Pool;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: { readonly pollIntervalMs: number };
  /** All groups that have members in this node. */
  readonly groups: () => Iterable<LocalGroup>;
}

const retryMs = 200;

/**
 * Tells the members of this node what they own. One statement reads what has changed in all groups that were heard of since the last
 * one; there is never more than one under way, so that what is told last is the newest.
 */
export class AssignmentFeed {
  readonly #options: AssignmentFeedOptions;
  /** Groups to look at next. */
  readonly #due = new Set<LocalGroup>();
  #looking: Promise<void> | undefined;
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: AssignmentFeedOptions) {
    this.#options = options;
    this.#poll(options.limits.pollIntervalMs);
  }

  /** Something of this group may be different, or of any. */
  look(group?: LocalGroup): void {
    if (this.#closed) return;
    if (group) this.#due.add(group);
    else for (const each of this.#options.groups()) this.#due.add(each);
    this.#looking ??= this.#work();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  /** The safety net behind the notifications, which may be lost with their session. */
  #poll(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      this.look();
      this.#poll(this.#options.limits.pollIntervalMs);
    });
  }

  async #work(): Promise<void> {
    // What is asked for in the same turn of the event loop goes along.
    await Promise.resolve();
    try {
      while (this.#due.size > 0 && !this.#closed) {
        const groups = [...this.#due];
        this.#due.clear();
        await this.#read(groups);
      }
    } catch (error) {
      this.#options.logger.debug({ error }, 'Assignments could not be read; it is tried again');
      this.#poll(Math.min(retryMs, this.#options.limits.pollIntervalMs));
    } finally {
      // In the turn that found nothing left: a look that is asked for behind it begins anew.
      this.#looking = undefined;
    }
  }

  async #read(groups: readonly LocalGroup[]): Promise<void> {
    // Who joins while the statement is under way may be missing in what it reads.
    const asked = new Map<number, { group: LocalGroup; members: LocalMember[] }>();
    for (const group of groups) {
      const members = [...group.members.values()].filter((member) => member.joined);
      if (members.length > 0) asked.set(group.id, { group, members });
    }
    if (asked.size === 0) return;
    // Who has just joined was told of nothing, not even when the revision that it made has been read already: the notification
    // may come before the answer to the commit.
    const known = [...asked.values()].map(({ group, members }) => ({
      id: group.id,
      revision: members.some((member) => member.told === undefined) ? -1 : group.revision,
    }));
    const { pool, nodeId } = this.#options;
    for (const found of await readAssignments(pool, nodeId, known)) {
      const { group, members } = asked.get(found.groupId) as { group: LocalGroup; members: LocalMember[] };
      group.revision = found.revision;
      for (const member of members) {
        // Else it has left meanwhile, and is told nothing more.
        if (group.members.get(member.id) === member) this.#tell(group, member, found);
      }
    }
  }

  #tell(group: LocalGroup, member: LocalMember, found: GroupAssignments): void {
    const units = found.members.get(member.id);
    let assignment: MemberAssignment | null = null;
    if (units === undefined || found.generation === null) group.members.delete(member.id);
    else assignment = { groupId: found.groupId, generation: found.generation, units };
    const text = JSON.stringify(assignment);
    if (text === member.told) return;
    member.told = text;
    try {
      member.listener(assignment);
    } catch (error) {
      this.#options.logger.error({ group: group.name, member: member.id, error }, 'A member failed at its assignment');
    }
  }
}
