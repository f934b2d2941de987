import { rideOut } from '../tail/ride-out.ts';
import type { ReaderStart } from '../tail/topic-reader.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import type { Delivery } from './delivery.ts';
import type { HeldPartition, HeldUnits } from './held-units.ts';
import { StartingOffsets } from './starting-offsets.ts';

export interface OpeningOptions {
  readonly id: string;
  readonly options: Pick<ConsumerOptions, 'group' | 'resetPolicyOf'>;
  readonly parts: ConsumerParts;
  readonly held: HeldUnits;
  readonly delivery: Delivery;
  /** Ends with the member. */
  readonly signal: AbortSignal;
  readonly groupId: () => number;
  /** What was starting is being read. */
  readonly onOpened: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Looks up where to start in partitions that a member has got, and opens them; one look at a time, for all that there are. */
export class Opening {
  readonly #options: OpeningOptions;
  readonly #starts: StartingOffsets;
  #isUnderWay = false;

  constructor(options: OpeningOptions) {
    this.#options = options;
    this.#starts = new StartingOffsets(options.parts);
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** There may be partitions to start. Those that come while it is under way go along. */
  start(): void {
    const { held, signal, onFailed } = this.#options;
    if (this.#isUnderWay || held.starting().length === 0) return;
    this.#isUnderWay = true;
    this.#openAll().catch((error) => {
      if (!signal.aborted) onFailed(error);
    });
  }

  async #openAll(): Promise<void> {
    const { held, delivery, parts, signal, onOpened } = this.#options;
    for (;;) {
      const partitions = held.starting();
      if (partitions.length === 0) break;
      const starts = await this.#find(partitions);
      signal.throwIfAborted();
      for (const partition of partitions) {
        // Lost, revoked or moved meanwhile.
        if (!held.has(partition) || partition.state !== 'STARTING' || partition.unit.revokeDeadline !== null) continue;
        const start = starts.get(partition.partitionId);
        if (start) delivery.open(partition, start);
        else held.change(partition, { state: 'GONE' });
      }
      // What was committed here between the look at the ends and now was told to nobody.
      void parts.hub.look();
      onOpened();
    }
    this.#isUnderWay = false;
  }

  async #find(partitions: readonly HeldPartition[]): Promise<Map<number, ReaderStart>> {
    const { id, options, parts, signal, groupId } = this.#options;
    const { clock, limits } = parts;
    const starts = await rideOut({ clock, limitMs: limits.readerRetryMs, signal }, () =>
      this.#starts.find({
        group: options.group,
        groupId: groupId(),
        memberId: id,
        resetPolicyOf: options.resetPolicyOf,
        partitions: partitions.map((partition) => ({ ...partition, generation: partition.unit.generation })),
      }),
    );
    return new Map(starts.map((start) => [start.partition.id, start]));
  }
}
