import type { Clock, Logger, Timer } from '@millrace/core';
import type { EngineObserver } from '../engine-observer.ts';
import { isLostPosition } from '../epoch/lost-position.ts';
import type { EngineLimits } from '../limits.ts';
import type { StartingPartition } from '../position/resolve-position.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import type { TailHub } from '../tail/tail-hub.ts';
import { type ReaderStart, TopicReader } from '../tail/topic-reader.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { Held, HeldPartition, HeldUnits } from './held-units.ts';
import { Uncommitted } from './uncommitted.ts';

export interface DeliveryOptions {
  readonly options: Pick<ConsumerOptions, 'group' | 'maxRecords' | 'maxUncommitted' | 'maxProcessingMs'>;
  readonly held: HeldUnits;
  readonly hub: TailHub;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: Pick<EngineObserver, 'fetched'>;
  /** There is something to hand out, maybe. */
  readonly onReady: () => void;
  /** A partition cannot be read on. */
  readonly onFailed: (partition: HeldPartition, error: unknown) => void;
  /** Counts what has been committed elsewhere: hints of it may be lost. */
  readonly lookUp: () => Promise<void>;
  /** So many records have been held for longer than they may be (G20). */
  readonly onOverdue: (records: number) => void;
}

/** How often a member that holds as much as it may, and of which nothing is committed, looks whether that is so. */
const maxLookMs = 10_000;
/** The same in parts of the time that it may hold records. */
const looksInTime = 10;
/** Between two looks while Postgres cannot be asked. */
const retryMs = 1_000;

/** What one member is handed out: reads its partitions, as far as its window of uncommitted records is open. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #reader: TopicReader;
  readonly #uncommitted = new Uncommitted();
  /** Those that are being read, by id. */
  readonly #reading = new Map<number, HeldPartition>();
  #isWaiting = false;
  /** While records are held. */
  #watching: Timer | undefined;
  #isClosed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#reader = new TopicReader({
      hub: options.hub,
      clock: options.clock,
      limits: options.limits,
      starts: [],
      maxRecords: options.options.maxRecords,
      onBatch: (batch) => options.observer.fetched(batch.topic, batch.count, batch.byteSize),
      onFailed: (partitionId, error) => {
        const partition = this.#reading.get(partitionId);
        if (!partition) return;
        this.#reading.delete(partitionId);
        if (isLostPosition(error)) {
          // What was handed out of it is handed out again, or is lost: a commit of it is not waited for any more.
          this.#uncommitted.forget(partitionId);
          options.logger.warn(
            { error, group: options.options.group },
            'A member has read records that the log has lost',
          );
        }
        options.onFailed(partition, error);
      },
    });
  }

  /** Begins to read a partition, or goes on elsewhere in it. */
  open(partition: HeldPartition, start: ReaderStart): void {
    this.#options.held.change(partition, { state: 'OPEN', start, offset: start.offset });
    partition.knownEnd = Math.max(partition.knownEnd, start.end?.endOffset ?? 0);
    partition.logEpoch = start.end?.logEpoch ?? start.topic.logEpoch;
    this.#reading.set(partition.partitionId, partition);
    this.#reader.add(start);
    if (partition.paused) this.#reader.pause(partition.partitionId);
    this.#options.onReady();
  }

  /** The same for one that was being read: what was handed out of it is not waited for any more. */
  seek(partition: HeldPartition, start: StartingPartition): void {
    const id = partition.partitionId;
    this.#uncommitted.forget(id);
    if (!this.#reading.has(id)) {
      this.open(partition, start);
      return;
    }
    this.#options.held.change(partition, { offset: start.offset });
    partition.logEpoch = start.end.logEpoch;
    this.#reader.seek(id, start.offset, start.end);
    this.#options.onReady();
  }

  /** Reads nothing more of a unit. What was handed out of it may still be committed. */
  stop(unit: Held): void {
    for (const { partitionId } of unit.partitions) {
      this.#reading.delete(partitionId);
      this.#reader.remove(partitionId);
    }
  }

  forget(unit: Held): void {
    this.stop(unit);
    for (const { partitionId } of unit.partitions) this.#uncommitted.forget(partitionId);
  }

  pause(partition: HeldPartition): void {
    partition.paused = true;
    this.#reader.pause(partition.partitionId);
  }

  resume(partition: HeldPartition): void {
    partition.paused = false;
    this.#reader.resume(partition.partitionId);
    this.#options.onReady();
  }

  /** The next records; undefined: none are there, or the window is full. `onReady` tells when to ask again. */
  poll(): RecordBatch | undefined {
    const { maxRecords, maxUncommitted } = this.#options.options;
    const room = Math.min(maxRecords, maxUncommitted - this.#uncommitted.records);
    if (room <= 0) return undefined;
    const batch = this.#reader.poll(room);
    if (!batch) {
      this.#read();
      return undefined;
    }
    const { held } = this.#options;
    const partition = held.find(batch) as HeldPartition;
    const from = batch.offset(0);
    held.change(partition, { offset: batch.nextOffset });
    partition.knownEnd = Math.max(partition.knownEnd, batch.highWatermark);
    partition.logEpoch = Math.max(partition.logEpoch, batch.logEpoch);
    const span = { from, to: batch.nextOffset, count: batch.count };
    this.#uncommitted.add(partition.partitionId, span, this.#options.clock.monotonic());
    this.#watching ??= this.#watch(this.#lookMs);
    return batch;
  }

  /** Opens the window by what was committed, here or elsewhere. */
  committed(partitionId: number, nextOffset: number): void {
    this.#uncommitted.commit(partitionId, nextOffset, this.#options.clock.monotonic());
  }

  /** Whether records of a partition are held. */
  holds({ partitionId }: HeldPartition): boolean {
    return this.#uncommitted.has(partitionId);
  }

  /** Whether nothing is held of a unit. */
  isDone(unit: Held): boolean {
    return !unit.partitions.some((partition) => this.holds(partition));
  }

  close(): void {
    this.#isClosed = true;
    this.#watching?.cancel();
    void this.#reader.return();
  }

  /** Only on demand: who is not asked reads no further than a reader reads ahead. */
  #read(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void this.#reader.ready().then(() => {
      this.#isWaiting = false;
      this.#options.onReady();
    });
  }

  get #lookMs(): number {
    return Math.min(maxLookMs, Math.ceil(this.#options.options.maxProcessingMs / looksInTime));
  }

  #watch(delayMs: number): Timer {
    return this.#options.clock.schedule(delayMs, () => {
      this.#watching = undefined;
      void this.#check();
    });
  }

  /** The end of who holds records for too long; and a look before it, because what was committed elsewhere may be unheard of here. */
  async #check(): Promise<void> {
    const { since, records } = this.#uncommitted;
    if (since === undefined) return;
    const { maxProcessingMs, maxUncommitted } = this.#options.options;
    const heldMs = this.#options.clock.monotonic() - since;
    let nextMs = Math.min(this.#lookMs, maxProcessingMs - heldMs);
    if (heldMs >= maxProcessingMs || (heldMs >= this.#lookMs && records >= maxUncommitted)) {
      const isKnown = await this.#lookUp();
      if (this.#isClosed) return;
      const { since: now, records: left } = this.#uncommitted;
      if (isKnown && now === since && heldMs >= maxProcessingMs) {
        this.#options.onOverdue(left);
        return;
      }
      nextMs = isKnown ? Math.max(0, nextMs) : retryMs;
    }
    this.#watching?.cancel();
    this.#watching = this.#watch(nextMs);
  }

  async #lookUp(): Promise<boolean> {
    const { lookUp, logger, options } = this.#options;
    try {
      await lookUp();
      return true;
    } catch (error) {
      logger.warn(
        { error, group: options.group },
        'What a member has not committed could not be looked up; it is tried again',
      );
      return false;
    }
  }
}
