import { MillraceError } from '@millrace/core';
import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import { readPartitionEnds } from '../topic/partition-ends.ts';
import { topicNotFound } from '../topic/topic-state.ts';
import type { PartitionCommit } from './offset-committer.ts';

/** Partitions remembered; the one that was looked up first is forgotten first. */
const maxPartitions = 100_000;

type Committing = Pick<PartitionCommit, 'partitionId' | 'topic' | 'partition' | 'nextOffset'>;

/**
 * Ends of partitions as this node last saw them: what says whether an offset may be committed. Ends only grow, so what is
 * known is enough for most commits; for those beyond, all that wait meanwhile share one look at the database.
 */
export class KnownEnds {
  readonly #pool: Pool;
  readonly #ends = new Map<number, number>();
  #wanted = new Set<number>();
  /** The look that is under way, and the one behind it. */
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Resolves when all offsets are within their partitions. OFFSET_OUT_OF_RANGE, TOPIC_NOT_FOUND for one that is gone. */
  async assertWithin(commits: readonly Committing[]): Promise<void> {
    const beyond = commits.filter((commit) => this.#isBeyond(commit));
    if (beyond.length === 0) return;
    await this.#look(beyond);
    for (const commit of beyond) if (this.#isBeyond(commit)) throw this.#refusal(commit);
  }

  #isBeyond({ partitionId, nextOffset }: Committing): boolean {
    return !(nextOffset <= (this.#ends.get(partitionId) ?? -1));
  }

  #refusal({ partitionId, topic, partition, nextOffset }: Committing): MillraceError {
    const endOffset = this.#ends.get(partitionId);
    if (endOffset === undefined) return topicNotFound(topic);
    return new MillraceError(
      'OFFSET_OUT_OF_RANGE',
      `Offset ${nextOffset} cannot be committed in partition ${partition} of "${topic}", which ends at ${endOffset}: commit one more than the last record that is done.`,
      { details: { topic, partition, endOffset } },
    );
  }

  #look(commits: readonly Committing[]): Promise<void> {
    for (const { partitionId } of commits) this.#wanted.add(partitionId);
    this.#next ??= this.#looking
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#looking = this.#read();
        return this.#looking;
      });
    return this.#next;
  }

  async #read(): Promise<void> {
    const ids = [...this.#wanted];
    this.#wanted = new Set();
    const ends = await readPartitionEnds(this.#pool, ids).catch((error) => {
      throw translatePostgresError(error);
    });
    // Anew, so that the partition of a topic that was deleted is not taken for one that is there.
    for (const id of ids) this.#ends.delete(id);
    for (const { partitionId, endOffset } of ends) this.#ends.set(partitionId, endOffset);
    while (this.#ends.size > maxPartitions) this.#ends.delete(this.#ends.keys().next().value as number);
  }
}
