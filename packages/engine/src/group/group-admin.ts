import type { Clock } from '@millrace/core';
import { type Database, type Notifications, sqlState } from '@millrace/database';
import { CommitHints } from '../commit/commit-hints.ts';
import type { KnownEnds } from '../commit/known-ends.ts';
import { type CommittingConsumer, type MemberCommitInput, MemberCommits } from '../commit/member-commits.ts';
import type { OffsetCommitter } from '../commit/offset-committer.ts';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { ConsumerGroup, ConsumerGroupPage, GroupAdmin, OffsetReset } from './consumer-group.ts';
import { deleteGroup } from './delete-group.ts';
import { deleteOffsets } from './delete-offsets.ts';
import { describeGroup } from './describe-group.ts';
import { findGroup } from './find-group.ts';
import { GroupChanges } from './group-changes.ts';
import type { GroupCoordinator } from './group-coordinator.ts';
import { groupNotFound, unknownMember } from './group-errors.ts';
import { isGroupName } from './group-name.ts';
import { type ListGroupsInput, listGroups } from './list-groups.ts';
import { type ResetGroupInput, resetGroup } from './reset-group.ts';
import { topicPartitions } from './topic-partitions.ts';

export interface GroupAdminOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly limits: Pick<EngineLimits, 'maxPartitionsPerCommit' | 'notifyIntervalMs'>;
  readonly catalogue: TopicCatalogue;
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly committer: OffsetCommitter;
  readonly knownEnds: KnownEnds;
  readonly epochs: { readonly current: number };
  /** Of the members that live in this node. */
  readonly consumers: { find(memberId: string): CommittingConsumer | undefined };
  readonly coordinator: Pick<GroupCoordinator, 'removeMember' | 'releasePartitions'>;
}

/** Looks after consumer groups, wherever their members live. */
export class PostgresGroupAdmin implements GroupAdmin {
  readonly #options: GroupAdminOptions;
  readonly #hints: CommitHints;
  readonly #commits: MemberCommits;
  readonly #changes = new GroupChanges();

  constructor(options: GroupAdminOptions) {
    this.#options = options;
    const { database, coordinator, limits } = options;
    this.#hints = new CommitHints({ ...options, intervalMs: limits.notifyIntervalMs });
    this.#commits = new MemberCommits({
      ...options,
      pool: database.pool,
      hints: this.#hints,
      releasePartitions: (...units) => coordinator.releasePartitions(...units),
    });
  }

  list(input: ListGroupsInput): Promise<ConsumerGroupPage> {
    return looking(() => listGroups(this.#options.database.pool, input));
  }

  async describe(name: string): Promise<ConsumerGroup | null> {
    if (!isGroupName(name)) return null;
    return looking(() => describeGroup(this.#options.database.pool, name));
  }

  commitOffsets(input: MemberCommitInput): Promise<void> {
    return this.#commits.commit(input);
  }

  /** The same for the transaction of somebody else. */
  prepareCommit(input: Omit<MemberCommitInput, 'release'>): Promise<PreparedCommit> {
    return this.#commits.prepare(input);
  }

  resetOffsets(input: ResetGroupInput): Promise<readonly OffsetReset[]> {
    return looking(() => resetGroup(this.#options, input));
  }

  async delete(name: string): Promise<void> {
    if (!isGroupName(name)) throw groupNotFound(name);
    await deleteGroup(this.#options.database, name);
  }

  async deleteOffsets(input: {
    readonly group: string;
    readonly topic: string;
    readonly partitions?: readonly number[] | undefined;
  }): Promise<void> {
    const { catalogue, database, committer } = this.#options;
    if (!isGroupName(input.group)) throw groupNotFound(input.group);
    const { topic, partitions } = await topicPartitions(catalogue, input.topic, input.partitions);
    await deleteOffsets(database, committer, {
      group: input.group,
      topic: { ...topic, partitionIds: topic.partitions.map(({ id }) => id) },
      partitionIds: partitions.map(({ id }) => id),
    });
  }

  async removeMember({ group, memberId }: { readonly group: string; readonly memberId: string }): Promise<void> {
    if (!isGroupName(group)) throw groupNotFound(group);
    if (await this.#options.coordinator.removeMember(group, memberId.toLowerCase())) return;
    const found = await looking(() => findGroup(this.#options.database.pool, group));
    throw found === null ? groupNotFound(group) : unknownMember(group, memberId);
  }

  changes(): AsyncIterableIterator<string> {
    return this.#changes.read();
  }

  /** On whichever node; undefined: hints were lost. */
  groupChanged(name: string | undefined): void {
    if (name !== undefined) this.#changes.changed(name);
  }

  /** Those who read changes end with `error`. */
  async close(error: unknown): Promise<void> {
    this.#changes.close(error);
    await this.#hints.close();
  }
}

const undefinedTable = '42P01';
const maxLooks = 3;

/** Looks again when a table was dropped between the catalogue and the look at it: its topic was deleted meanwhile. */
async function looking<T>(look: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await look();
    } catch (error) {
      if (sqlState(error) !== undefinedTable || attempt === maxLooks) throw translateReading(error);
    }
  }
}
