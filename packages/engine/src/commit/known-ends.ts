import { MillraceError } from '@millrace/core';
import type { Pool } from 'pg';
import { readEpochEnds } from '../epoch/epoch-ends.ts';
import { lostPosition } from '../epoch/lost-position.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import { readPartitionEnds } from '../topic/partition-ends.ts';
import { topicNotFound } from '../topic/topic-state.ts';
import type { PartitionCommit } from './offset-committer.ts';

/** Partitions remembered; the one that was looked up first is forgotten first. */
const maxPartitions = 100_000;

type Committing = Pick<PartitionCommit, 'partitionId' | 'topic' | 'partition' | 'nextOffset' | 'logEpoch'>;

const epochKey = ({ partitionId, logEpoch }: Committing) => `${partitionId}/${logEpoch}`;

/**
 * Ends of partitions as this node last saw them: what says whether an offset may be committed. Ends only grow while the log epoch is the
 * same, so what is known is enough for most commits; for those beyond, all that wait meanwhile share one look at the database.
 */
export class KnownEnds {
  readonly #pool: Pool;
  readonly #epochs: { readonly current: number };
  readonly #ends = new Map<number, number>();
  /** Where a partition ended in an epoch that is over, by partition and epoch. */
  readonly #epochEnds = new Map<string, number>();
  #wanted = new Set<number>();
  /** The look that is under way, and the one behind it. */
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #forgotten = 0;

  constructor(pool: Pool, epochs: { readonly current: number }) {
    this.#pool = pool;
    this.#epochs = epochs;
  }

  /**
   * Resolves when all offsets are within their partitions. OFFSET_OUT_OF_RANGE, also for one of an earlier epoch that the log has
   * lost; TOPIC_NOT_FOUND for one that is gone.
   */
  async assertWithin(commits: readonly Committing[]): Promise<void> {
    const older = commits.filter(({ logEpoch }) => logEpoch !== this.#epochs.current);
    if (older.length > 0) await this.#assertNotLost(older);
    const beyond = commits.filter((commit) => this.#isBeyond(commit));
    if (beyond.length === 0) return;
    await this.#look(beyond);
    for (const commit of beyond) if (this.#isBeyond(commit)) throw this.#refusal(commit);
  }

  /** The log may have lost its end. */
  forget(): void {
    this.#forgotten += 1;
    this.#ends.clear();
    this.#epochEnds.clear();
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

  async #assertNotLost(commits: readonly Committing[]): Promise<void> {
    const unknown = commits.filter((commit) => !this.#epochEnds.has(epochKey(commit)));
    const asked = unknown.length === 0 ? [] : await this.#readEpochEnds(unknown);
    const found = new Map(unknown.map((commit, i) => [commit, asked[i] ?? null]));
    for (const commit of commits) {
      const epochEndOffset = found.get(commit) ?? this.#epochEnds.get(epochKey(commit)) ?? null;
      const { nextOffset: offset } = commit;
      if (epochEndOffset !== null && offset > epochEndOffset) throw lostPosition({ ...commit, offset, epochEndOffset });
    }
  }

  async #readEpochEnds(commits: readonly Committing[]): Promise<(number | null)[]> {
    const forgotten = this.#forgotten;
    const ends = await readEpochEnds(this.#pool, commits).catch((error) => {
      throw translateReading(error);
    });
    if (forgotten !== this.#forgotten) return ends;
    for (const [i, commit] of commits.entries()) {
      // An epoch that is not over may end any time.
      const end = ends[i] ?? null;
      if (end !== null) this.#epochEnds.set(epochKey(commit), end);
    }
    while (this.#epochEnds.size > maxPartitions) this.#epochEnds.delete(this.#epochEnds.keys().next().value as string);
    return ends;
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
      throw translateReading(error);
    });
    // Anew, so that the partition of a topic that was deleted is not taken for one that is there.
    for (const id of ids) this.#ends.delete(id);
    for (const { partitionId, endOffset } of ends) this.#ends.set(partitionId, endOffset);
    while (this.#ends.size > maxPartitions) this.#ends.delete(this.#ends.keys().next().value as number);
  }
}
