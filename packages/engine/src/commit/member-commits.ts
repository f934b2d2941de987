import { isMillraceError } from '@millrace/core';
import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { OffsetToCommit } from '../consumer/consumer.ts';
import { findMember } from '../group/find-member.ts';
import { groupNotFound, unknownMember } from '../group/group-errors.ts';
import { isGroupName } from '../group/group-name.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { CommitHints } from './commit-hints.ts';
import type { KnownEnds } from './known-ends.ts';
import type { CommitRequest, OffsetCommitter } from './offset-committer.ts';
import type { PreparedCommit } from './prepared-commit.ts';
import { resolveCommit } from './resolve-commit.ts';

export interface MemberCommitInput {
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
  readonly offsets: readonly OffsetToCommit[];
  readonly release?: boolean | undefined;
}

/** A member that lives in this node, as its consumer. */
export interface CommittingConsumer {
  readonly group: string;
  commit(
    offsets: readonly OffsetToCommit[],
    options: { readonly release?: boolean; readonly generation?: number },
  ): Promise<void>;
  prepareCommit(offsets: readonly OffsetToCommit[], options: { readonly generation?: number }): Promise<PreparedCommit>;
}

export interface MemberCommitsOptions {
  readonly pool: Pool;
  readonly catalogue: TopicCatalogue;
  readonly committer: Pick<OffsetCommitter, 'commit'>;
  readonly knownEnds: KnownEnds;
  readonly epochs: { readonly current: number };
  readonly limits: Pick<EngineLimits, 'maxPartitionsPerCommit'>;
  readonly hints: Pick<CommitHints, 'announce'>;
  /** Of the members of this node. */
  readonly consumers: { find(memberId: string): CommittingConsumer | undefined };
  /** Gives up what a member of another node is losing of these partitions. */
  readonly releasePartitions: (group: string, memberId: string, partitionIds: readonly number[]) => Promise<void>;
}

/** Groups whose ids are remembered; the one that was looked up first is forgotten first. */
const maxGroups = 10_000;

/**
 * Commits for members that live in any node: a client's calls may reach another one than its subscription did. As a rule no question
 * is asked; whether group and member exist is found out when the commit is refused, because the fence refuses those that do not.
 */
export class MemberCommits {
  readonly #options: MemberCommitsOptions;
  readonly #groupIds = new Map<string, number>();

  constructor(options: MemberCommitsOptions) {
    this.#options = options;
  }

  async commit(input: MemberCommitInput): Promise<void> {
    const { catalogue, limits, consumers, knownEnds, hints, epochs } = this.#options;
    const { group, generation, offsets, release = false } = input;
    const memberId = input.memberId.toLowerCase();
    const now = { generation, logEpoch: epochs.current };
    const partitions = await resolveCommit(catalogue, limits, offsets, now);
    const local = consumers.find(memberId);
    if (local?.group === group) return local.commit(offsets, { release, generation });
    const groupId = this.#groupIds.get(group) ?? (await this.#look(group, memberId)).groupId;
    await knownEnds.assertWithin(partitions);
    hints.announce(await this.#commit(group, { groupId, memberId, partitions }));
    if (!release) return;
    await this.#options.releasePartitions(
      group,
      memberId,
      partitions.map(({ partitionId }) => partitionId),
    );
  }

  /** A commit for the transaction of somebody else. GROUP_NOT_FOUND and UNKNOWN_MEMBER are found out at once. */
  async prepare(input: Omit<MemberCommitInput, 'release'>): Promise<PreparedCommit> {
    const { catalogue, limits, consumers, knownEnds, hints, epochs } = this.#options;
    const { group, generation, offsets } = input;
    const memberId = input.memberId.toLowerCase();
    const now = { generation, logEpoch: epochs.current };
    const partitions = await resolveCommit(catalogue, limits, offsets, now);
    const local = consumers.find(memberId);
    if (local?.group === group) return local.prepareCommit(offsets, { generation });
    const { groupId, hasMember } = await this.#look(group, memberId);
    if (!hasMember) throw unknownMember(group, memberId);
    await knownEnds.assertWithin(partitions);
    return { request: { groupId, memberId, partitions }, committed: () => hints.announce(groupId) };
  }

  /** Gives the id that the group has now. */
  async #commit(group: string, request: CommitRequest): Promise<number> {
    const { committer } = this.#options;
    try {
      await committer.commit(request);
      return request.groupId;
    } catch (error) {
      if (!isMillraceError(error, 'FENCED_MEMBER') && !isMillraceError(error, 'UNKNOWN_MEMBER')) throw error;
      const { groupId, hasMember } = await this.#look(group, request.memberId);
      if (!hasMember) throw unknownMember(group, request.memberId);
      // The group was deleted and made again since its id was remembered.
      if (groupId === request.groupId) throw error;
      await committer.commit({ ...request, groupId });
      return groupId;
    }
  }

  /** GROUP_NOT_FOUND. */
  async #look(group: string, memberId: string): Promise<{ groupId: number; hasMember: boolean }> {
    this.#groupIds.delete(group);
    const found = isGroupName(group)
      ? await findMember(this.#options.pool, group, memberId).catch((error) => {
          throw translatePostgresError(error);
        })
      : null;
    if (!found) throw groupNotFound(group);
    this.#groupIds.set(group, found.groupId);
    if (this.#groupIds.size > maxGroups) this.#groupIds.delete(this.#groupIds.keys().next().value as string);
    return found;
  }
}
