import { isMillraceError } from '@millrace/core';
import type { ClientBase } from 'pg';
import { checkCommit } from '../commit/check-commit.ts';
import type { PartitionCommit } from '../commit/offset-committer.ts';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import type { MemberAssignment, MemberHandle } from '../group/membership.ts';
import type { StartingPartition } from '../position/resolve-position.ts';
import type { ReaderStart } from '../tail/topic-reader.ts';
import { beyondKnownEnds, type CommitOptions, type MemberCommit, memberCommit } from './commit-request.ts';
import type { AssignedPartition, Consumer, ConsumerEvent, TopicPartition } from './consumer.ts';
import { notOwned, processingTimeout } from './consumer-errors.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import { Delivery } from './delivery.ts';
import { type Held, type HeldPartition, HeldUnits, isOpened, isRevoking } from './held-units.ts';
import { InFlight } from './in-flight.ts';
import { Opening } from './opening.ts';
import { resolveSeek } from './resolve-seek.ts';

export interface MemberOptions {
  readonly id: string;
  readonly options: ConsumerOptions;
  readonly parts: ConsumerParts;
  /** `poll` may have something new. */
  readonly onChanged: () => void;
  /** The group does not know it any more. */
  readonly onThrownOut: () => void;
  /** It cannot go on: NO_COMMITTED_OFFSET, PROCESSING_TIMEOUT, an outage for too long. */
  readonly onFailed: (error: unknown) => void;
}

/** One membership of a group, from its joining until it leaves or is thrown out. */
export class Member {
  readonly id: string;
  readonly #options: MemberOptions;
  readonly #held = new HeldUnits();
  readonly #delivery: Delivery;
  readonly #opening: Opening;
  readonly #commits = new InFlight();
  readonly #closed = new AbortController();
  #handle: Promise<MemberHandle> | undefined;
  #groupId = 0;
  #generation = 0;
  /** An assignment is to be handed out, and whether one ever was: the first event is always one. */
  #assignmentDue = false;
  #isAnnounced = false;
  /** Revocations to hand out. */
  #revoked: Held[] = [];

  constructor(options: MemberOptions) {
    const { parts } = options;
    this.id = options.id;
    this.#options = options;
    this.#delivery = new Delivery({
      ...parts,
      options: options.options,
      held: this.#held,
      onReady: options.onChanged,
      onFailed: (partition, error) => this.#cannotRead(partition, error),
      lookUp: async () => this.committedElsewhere(await parts.committer.committed(this.#groupId, this.holding)),
      onOverdue: (records) => options.onFailed(processingTimeout(records, options.options.maxProcessingMs)),
    });
    this.#opening = new Opening({
      ...options,
      held: this.#held,
      delivery: this.#delivery,
      signal: this.#closed.signal,
      groupId: () => this.#groupId,
      onOpened: () => {
        this.#assignmentDue = true;
        options.onChanged();
      },
    });
  }

  get groupId(): number {
    return this.#groupId;
  }

  get assignment(): readonly AssignedPartition[] {
    return this.#held.assignment();
  }

  /** INCONSISTENT_GROUP, POSTGRES_UNAVAILABLE. */
  async join(): Promise<void> {
    const { options, parts } = this.#options;
    const { group, subscription, clientId, instanceId, sessionTimeoutMs, revocationTimeoutMs } = options;
    this.#handle = parts.membership.join(
      { memberId: this.id, group, subscription, clientId, instanceId, sessionTimeoutMs, revocationTimeoutMs },
      (assignment) => this.#assigned(assignment),
    );
    await this.#handle;
  }

  /** The next event: control events first, and records only of what has been announced. */
  poll(): ConsumerEvent | undefined {
    if (this.#assignmentDue) {
      this.#assignmentDue = false;
      this.#isAnnounced = true;
      const partitions = this.#held.assignment();
      return { kind: 'ASSIGNMENT', memberId: this.id, generation: this.#generation, partitions };
    }
    if (!this.#isAnnounced) return undefined;
    if (this.#revoked.length > 0) return this.#revocation();
    const batch = this.#delivery.poll();
    return batch && { kind: 'RECORDS', memberId: this.id, generation: this.#generation, batch };
  }

  async commit(what: Parameters<Consumer['commit']>[0], options: CommitOptions = {}): Promise<void> {
    const commit = memberCommit({ groupId: this.#groupId, memberId: this.id, held: this.#held }, what, options);
    await this.#commits.during(async () => {
      const beyond = this.#beyond(commit);
      if (beyond.length > 0) await this.#assertWithin(commit, beyond);
      await this.#options.parts.committer.commit(commit.request);
    });
    this.#committed(commit);
    if (options.release) this.#release(commit.held.map(({ unit }) => unit).filter((unit) => isRevoking(unit)));
  }

  async commitIn(client: ClientBase, what: Parameters<Consumer['commitIn']>[1]): Promise<() => void> {
    const { request, committed } = await this.prepareCommit(what);
    await this.#options.parts.committer.commitIn(client, request);
    return committed;
  }

  /** A commit for the transaction of somebody else. */
  async prepareCommit(what: Parameters<Consumer['commit']>[0], options: CommitOptions = {}): Promise<PreparedCommit> {
    const commit = memberCommit({ groupId: this.#groupId, memberId: this.id, held: this.#held }, what, options);
    await this.#assertWithin(commit, this.#beyond(commit));
    return { request: commit.request, committed: () => this.#committed(commit) };
  }

  /** Counts what somebody else has committed for this member. */
  committedElsewhere(offsets: readonly { readonly partitionId: number; readonly nextOffset: number }[]): void {
    for (const { partitionId, nextOffset } of offsets) this.#delivery.committed(partitionId, nextOffset);
    this.#releaseDone();
    this.#options.onChanged();
  }

  /** Ids of partitions of which records are held. */
  get holding(): number[] {
    return [...this.#held.all()]
      .filter((partition) => this.#delivery.holds(partition))
      .map(({ partitionId }) => partitionId);
  }

  async seek(partitions: readonly TopicPartition[], to: Parameters<Consumer['seek']>[1]): Promise<void> {
    const readable = partitions.map((partition) => this.#readable(partition));
    const starts = await resolveSeek(
      this.#options.parts.pool,
      readable.map(({ start }) => start as ReaderStart),
      to,
    );
    // All of them or none.
    for (const partition of readable) if (this.#readable(partition) !== partition) throw notOwned(partition);
    for (const [i, partition] of readable.entries()) this.#delivery.seek(partition, starts[i] as StartingPartition);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of this.#owned(partitions)) this.#delivery.pause(partition);
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of this.#owned(partitions)) this.#delivery.resume(partition);
  }

  /** Hands nothing out any more. */
  close(): void {
    this.#closed.abort();
    this.#delivery.close();
  }

  /** Waits for the commits that were begun, so that leaving does not take their right away. */
  async leave(): Promise<void> {
    this.close();
    await this.#commits.settled();
    await (await this.#handle)?.leave();
  }

  /** Out at once, static or not. */
  async remove(): Promise<void> {
    this.close();
    await (await this.#handle)?.remove();
  }

  #assigned(assignment: MemberAssignment | null): void {
    if (this.#closed.signal.aborted) return;
    if (!assignment) {
      this.#options.onThrownOut();
      return;
    }
    this.#groupId = assignment.groupId;
    this.#generation = assignment.generation;
    const { lost, revoked } = this.#held.apply(assignment);
    for (const unit of lost) this.#delivery.forget(unit);
    for (const unit of revoked) this.#delivery.stop(unit);
    this.#revoked = [...this.#revoked.filter((unit) => !lost.includes(unit)), ...revoked.filter(isOpened)];
    if (revoked.length > 0) this.#releaseInTime(revoked);
    this.#releaseDone();
    this.#opening.start();
    if (this.#isAnnounced ? lost.length > 0 : !this.#opening.isUnderWay) this.#assignmentDue = true;
    this.#options.onChanged();
  }

  /** Of all units that move by the same deadline. */
  #revocation(): ConsumerEvent {
    const deadline = this.#revoked[0]?.revokeDeadline as number;
    const units = this.#revoked.filter((unit) => unit.revokeDeadline === deadline);
    this.#revoked = this.#revoked.filter((unit) => !units.includes(unit));
    const partitions = units.flatMap((unit) => unit.partitions);
    return {
      kind: 'REVOCATION',
      partitions: partitions.map(({ topic, partition }) => ({ topic, partition })),
      deadline,
    };
  }

  /** A partition that cannot be read on; the others go on. */
  #cannotRead(partition: HeldPartition, error: unknown): void {
    if (isMillraceError(error, 'TOPIC_NOT_FOUND')) {
      // The group will take it away; until then nobody waits for its records.
      this.#held.change(partition, { state: 'GONE' });
      this.committedElsewhere([{ partitionId: partition.partitionId, nextOffset: Number.POSITIVE_INFINITY }]);
    } else if (isMillraceError(error, 'OFFSET_OUT_OF_RANGE')) {
      // Records were deleted before they were read, or lost after it: the committed offset and the reset policy say where to go on.
      this.#held.change(partition, { state: 'STARTING' });
      this.#opening.start();
    } else this.#options.onFailed(error);
  }

  /** Gives up what is being revoked and of which nothing is held any more. */
  #releaseDone(): void {
    if (this.#held.revoking().length === 0) return;
    this.#release(this.#held.revoking().filter((unit) => this.#delivery.isDone(unit)));
  }

  /** At the deadline, done or not. The group keeps it anyway: this is for a node whose watch over it is late. */
  #releaseInTime(units: readonly Held[]): void {
    const { parts, options } = this.#options;
    parts.clock.schedule(options.revocationTimeoutMs, () => {
      if (this.#closed.signal.aborted) return;
      this.#release(this.#held.revoking().filter((unit) => units.includes(unit)));
    });
  }

  #release(units: readonly Held[]): void {
    const releasing = units.filter((unit) => !unit.releasing);
    if (releasing.length === 0) return;
    for (const unit of releasing) unit.releasing = true;
    this.#handle
      ?.then((handle) => handle.release(releasing.map(({ key }) => key)))
      .catch((error) => {
        // The deadline releases them, here or in the group.
        for (const unit of releasing) unit.releasing = false;
        this.#options.parts.logger.warn({ error, member: this.id }, 'A revoked unit could not be released');
      });
  }

  #committed({ request, held }: MemberCommit): void {
    for (const [i, partition] of held.entries()) {
      const { nextOffset } = request.partitions[i] as PartitionCommit;
      partition.knownEnd = Math.max(partition.knownEnd, nextOffset);
      // Else it was lost meanwhile, and what is held under its name now has been read again.
      if (this.#held.has(partition)) this.#delivery.committed(partition.partitionId, nextOffset);
    }
    this.#releaseDone();
    this.#options.onChanged();
  }

  /** The log may have lost its end: what is known of ends is no measure. */
  logEpochRaised(): void {
    for (const partition of this.#held.all()) partition.knownEnd = 0;
  }

  #beyond(commit: MemberCommit): readonly PartitionCommit[] {
    return beyondKnownEnds(commit, this.#options.parts.epochs.current);
  }

  /** OFFSET_OUT_OF_RANGE beyond the end, and for what the log has lost. */
  async #assertWithin({ request }: MemberCommit, beyond: readonly PartitionCommit[]): Promise<void> {
    const { limits, knownEnds } = this.#options.parts;
    if (beyond.length === 0) return;
    checkCommit(request, limits.maxPartitionsPerCommit);
    await knownEnds.assertWithin(beyond);
  }

  #owned(partitions: readonly TopicPartition[]): HeldPartition[] {
    return partitions.map((partition) => this.#held.find(partition)).filter((partition) => partition !== undefined);
  }

  /** FENCED_MEMBER for one that is not read, or not any more. */
  #readable(wanted: TopicPartition): HeldPartition {
    const partition = this.#held.find(wanted);
    if (!partition?.start || partition.state === 'GONE' || isRevoking(partition.unit)) throw notOwned(wanted);
    return partition;
  }
}
