import { isMillraceError, type Logger, MillraceError } from '@millrace/core';
import type { Pool } from 'pg';
import type { CommittedOffset, OffsetCommitter } from '../commit/offset-committer.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { readEpochEnds } from '../epoch/epoch-ends.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import type { GroupPartitionRef } from '../group/membership.ts';
import type { ReaderStart } from '../tail/topic-reader.ts';
import { type PartitionEnd, readPartitionEnds } from '../topic/partition-ends.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { ResetPolicy } from './consumer.ts';
import type { ConsumerParts } from './consumer-parts.ts';

export interface StartingPartitionRef extends GroupPartitionRef {
  /** At which its unit was got. */
  readonly generation: number;
}

export interface FindStartsInput {
  readonly group: string;
  readonly groupId: number;
  readonly memberId: string;
  readonly resetPolicyOf: (topic: string) => ResetPolicy;
  readonly partitions: readonly StartingPartitionRef[];
}

interface Found {
  readonly ref: StartingPartitionRef;
  readonly topic: TopicState;
  readonly partition: PartitionState;
  readonly end: PartitionEnd;
}

/** Both times are the database's. */
const youngerSql = `
select p.id from millrace.partitions p, millrace.consumer_groups g
where g.id = $1 and p.id = any ($2) and p.created_at > g.created_at`;

/** Where a member starts in partitions that it has just got (G22). */
export class StartingOffsets {
  readonly #pool: Pool;
  readonly #catalogue: TopicCatalogue;
  readonly #committer: OffsetCommitter;
  readonly #logger: Logger;
  readonly #observer: Pick<EngineObserver, 'offsetLost'>;

  constructor(options: Pick<ConsumerParts, 'pool' | 'catalogue' | 'committer' | 'logger' | 'observer'>) {
    this.#pool = options.pool;
    this.#logger = options.logger;
    this.#observer = options.observer;
    this.#catalogue = options.catalogue;
    this.#committer = options.committer;
  }

  /**
   * To be called after the ownership was seen: what the owner before has committed is then there (G9). Partitions that are
   * gone, or were lost meanwhile, are left out. NO_COMMITTED_OFFSET, POSTGRES_UNAVAILABLE.
   */
  async find(input: FindStartsInput): Promise<ReaderStart[]> {
    try {
      const found = await this.#withEnds(await this.#states(input.partitions));
      const ids = found.map(({ partition }) => partition.id);
      const committed = new Map(
        (await this.#committer.committed(input.groupId, ids)).map((offset) => [offset.partitionId, offset]),
      );
      const epochEnds = await this.#epochEnds(found, committed);
      const starts: ReaderStart[] = [];
      const others: Found[] = [];
      for (const each of found) {
        const remembered = committed.get(each.partition.id);
        const epochEndOffset = epochEnds.get(each.partition.id) ?? null;
        const { logStartOffset, endOffset } = each.end;
        const policy = input.resetPolicyOf(each.topic.name);
        let offset = remembered?.nextOffset;
        if (remembered && epochEndOffset !== null && remembered.nextOffset > epochEndOffset) {
          if (policy === 'NONE') throw lostOffset(input.group, each, remembered, epochEndOffset);
          // Where Kafka's consumers go on too: nothing that is there is skipped, and nothing is read again.
          offset = epochEndOffset;
          this.#noteLost(input.group, each, remembered, epochEndOffset);
        }
        if (offset !== undefined && offset >= logStartOffset && offset <= endOffset) starts.push({ ...each, offset });
        else if (policy === 'NONE') throw noCommittedOffset(input.group, each, offset);
        else others.push(each);
      }
      if (others.length === 0) return starts;
      return [...starts, ...(await this.#reset(input, others))];
    } catch (error) {
      throw translateReading(error);
    }
  }

  /** Up to where what was committed in another epoch is still the log's, by the partition's id. */
  async #epochEnds(
    found: readonly Found[],
    committed: ReadonlyMap<number, CommittedOffset>,
  ): Promise<ReadonlyMap<number, number | null>> {
    const older = found.flatMap(({ partition, end }) => {
      const offset = committed.get(partition.id);
      return offset && offset.logEpoch !== end.logEpoch ? [offset] : [];
    });
    if (older.length === 0) return new Map();
    const ends = await readEpochEnds(this.#pool, older);
    return new Map(older.map(({ partitionId }, i) => [partitionId, ends[i] ?? null]));
  }

  #noteLost(group: string, { topic, partition }: Found, committed: CommittedOffset, epochEndOffset: number): void {
    this.#observer.offsetLost(group);
    const { nextOffset, logEpoch } = committed;
    this.#logger.warn(
      { group, topic: topic.name, partition: partition.index, committedOffset: nextOffset, logEpoch, epochEndOffset },
      'The log has lost records that the group had done; it goes on from where the log ended then',
    );
  }

  async #states(refs: readonly StartingPartitionRef[]): Promise<Omit<Found, 'end'>[]> {
    const found: Omit<Found, 'end'>[] = [];
    const refreshed = new Set<string>();
    for (const ref of refs) {
      let topic = await this.#catalogue.find(ref.topic);
      // The group may have heard of a partition, or of a topic made again, before this catalogue has.
      if (topic?.partitions[ref.partition]?.id !== ref.partitionId && !refreshed.has(ref.topic)) {
        topic = await this.#catalogue.refresh(ref.topic);
        refreshed.add(ref.topic);
      }
      const partition = topic?.partitions[ref.partition];
      if (topic && partition?.id === ref.partitionId) found.push({ ref, topic, partition });
    }
    return found;
  }

  async #withEnds(partitions: readonly Omit<Found, 'end'>[]): Promise<Found[]> {
    const ids = partitions.map(({ partition }) => partition.id);
    const ends = new Map((await readPartitionEnds(this.#pool, ids)).map((end) => [end.partitionId, end]));
    return partitions.flatMap((each) => {
      const end = ends.get(each.partition.id);
      return end ? [{ ...each, end }] : [];
    });
  }

  async #reset(input: FindStartsInput, partitions: readonly Found[]): Promise<ReaderStart[]> {
    const fromStart = (each: Found): ReaderStart => ({ ...each, offset: each.end.logStartOffset });
    const isLatest = ({ topic }: Found) => input.resetPolicyOf(topic.name) === 'LATEST';
    const latest = partitions.filter(isLatest);
    if (latest.length === 0) return partitions.map(fromStart);
    const younger = await this.#younger(input.groupId, latest);
    const starts = await Promise.all(
      partitions.map(async (each) => {
        // What was there before the group is skipped, and nothing else.
        if (!isLatest(each) || younger.has(each.partition.id)) return fromStart(each);
        const offset = each.end.endOffset;
        return (await this.#commit(input, each.ref, each.end)) ? { ...each, offset } : undefined;
      }),
    );
    return starts.filter((start) => start !== undefined);
  }

  async #younger(groupId: number, partitions: readonly Found[]): Promise<ReadonlySet<number>> {
    const ids = partitions.map(({ partition }) => partition.id);
    const { rows } = await this.#pool.query<{ id: number }>(youngerSql, [groupId, ids]);
    return new Set(rows.map((row) => row.id));
  }

  /** What LATEST has found is committed, so that the next owner skips nothing more. False: it was lost meanwhile. */
  async #commit(input: FindStartsInput, ref: StartingPartitionRef, end: PartitionEnd): Promise<boolean> {
    const { groupId, memberId } = input;
    const { partitionId, topic, partition, generation } = ref;
    const { endOffset: nextOffset, logEpoch } = end;
    const commit = { partitionId, topic, partition, generation, nextOffset, logEpoch, metadata: null };
    try {
      await this.#committer.commit({ groupId, memberId, partitions: [commit] });
      return true;
    } catch (error) {
      if (isMillraceError(error, 'FENCED_MEMBER') || isMillraceError(error, 'ILLEGAL_GENERATION')) return false;
      throw error;
    }
  }
}

function noCommittedOffset(group: string, { topic, partition, end }: Found, committed?: number): MillraceError {
  const where = `partition ${partition.index} of "${topic.name}"`;
  const what =
    committed === undefined
      ? `Group "${group}" has committed nothing in ${where}`
      : `What group "${group}" has committed in ${where}, offset ${committed}, is not in the log any more, which holds ${end.logStartOffset} up to ${end.endOffset}`;
  return new MillraceError(
    'NO_COMMITTED_OFFSET',
    `${what}, and its reset policy is NONE: reset the group's offsets, or consume with EARLIEST or LATEST.`,
    { details: { topic: topic.name, partition: partition.index } },
  );
}

function lostOffset(
  group: string,
  { topic, partition }: Found,
  { nextOffset, logEpoch }: CommittedOffset,
  epochEndOffset: number,
): MillraceError {
  return new MillraceError(
    'NO_COMMITTED_OFFSET',
    `What group "${group}" has committed in partition ${partition.index} of "${topic.name}", offset ${nextOffset}, is of log epoch ${logEpoch}, which ended at offset ${epochEndOffset}: the records behind that were lost, by a restore or a failover. Its reset policy is NONE: undo what was done with them and reset the group's offsets, or consume with EARLIEST or LATEST, which go on from ${epochEndOffset}.`,
    {
      details: { topic: topic.name, partition: partition.index, committedOffset: nextOffset, logEpoch, epochEndOffset },
    },
  );
}
