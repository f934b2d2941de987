import type { Clock } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { timeAt } from '../record/extracted-time.ts';
import type { SourceNode } from '../topology/node.ts';
import type { EpochInput } from './epoch-input.ts';

/** What an instance has done since its start. */
export interface InstanceTotals {
  recordsIn: number;
  recordsOut: number;
  epochs: number;
  lateRecords: number;
  /** Left out by the policy SKIP, or by operators that want a key and a value: records without a key, tombstones, rows without a foreign key. */
  skippedRecords: number;
  deadLetteredRecords: number;
  failedEpochs: number;
}

/** Of one that has just started. */
export function noTotals(): InstanceTotals {
  return {
    recordsIn: 0,
    recordsOut: 0,
    epochs: 0,
    lateRecords: 0,
    skippedRecords: 0,
    deadLetteredRecords: 0,
    failedEpochs: 0,
  };
}

const windowMs = 5_000;
/** How much of a new epoch's time goes into the mean of the last ones. */
const weight = 0.2;

/** What a task tells of itself. */
export class TaskMeter {
  /** Records each node of the plan gave, also in epochs that failed. */
  readonly nodeCounts: number[] = [];
  readonly #sources: readonly SourceNode[];
  readonly #clock: Clock;
  readonly #totals: InstanceTotals;
  #streamTime: number | null = null;
  #epochMs = 0;
  #since: number;
  #records = 0;
  #rate = 0;

  /** `sources`: of the task's plan. */
  constructor(sources: readonly SourceNode[], clock: Clock, totals: InstanceTotals) {
    this.#sources = sources;
    this.#clock = clock;
    this.#totals = totals;
    this.#since = clock.monotonic();
  }

  get streamTime(): number | null {
    return this.#streamTime;
  }

  get epochMs(): number {
    return Math.round(this.#epochMs * 10) / 10;
  }

  get recordsPerSecond(): number {
    this.#roll();
    return Math.round(this.#rate);
  }

  epochDone({ length, runs }: EpochInput, ms: number): void {
    const last = runs.at(-1);
    if (!last) return;
    this.#epochMs = this.#epochMs === 0 ? ms : this.#epochMs * (1 - weight) + ms * weight;
    this.#records += length;
    this.#totals.recordsIn += length;
    const time = timeAt(this.#sources[last.source] as SourceNode, last.batch, last.index + last.count - 1);
    if (this.#streamTime === null || time > this.#streamTime) this.#streamTime = time;
    this.#roll();
  }

  committed(context: EpochContext): void {
    this.#totals.epochs += 1;
    this.#totals.lateRecords += context.counts.late;
    this.#totals.skippedRecords += context.counts.skipped;
    for (const { count } of context.outputs) this.#totals.recordsOut += count;
  }

  gaveUp(outcome: 'SKIPPED' | 'DEAD_LETTERED'): void {
    if (outcome === 'SKIPPED') this.#totals.skippedRecords += 1;
    else this.#totals.deadLetteredRecords += 1;
  }

  failed(): void {
    this.#totals.failedEpochs += 1;
  }

  /** A rate holds for a window behind the last one. */
  #roll(): void {
    const now = this.#clock.monotonic();
    const elapsedMs = now - this.#since;
    if (elapsedMs < windowMs) return;
    this.#rate = (this.#records * 1_000) / elapsedMs;
    this.#records = 0;
    this.#since = now;
  }
}
