import { ShapedJson } from '@millrace/core';
import type { RecordBatch } from '@millrace/engine';
import { timeAt } from '../record/extracted-time.ts';
import { JsonValues, type ValuesBatch } from '../record/json-values.ts';
import type { InputBatch } from '../record/origin.ts';
import { readsJson } from '../serde/topic-serde.ts';
import type { SourceNode } from '../topology/node.ts';
import { EpochInput, type InputRun } from './epoch-input.ts';
import type { TaskPlan } from './task-plan.ts';

/** Records of one partition that wait, in the order of offsets. */
interface Queue {
  readonly source: SourceNode;
  readonly batches: { readonly batch: WaitingBatch; readonly count: number; readonly values: JsonValues | undefined }[];
  /** Of values that are JSON: what they have in common. */
  readonly shaped: ShapedJson | undefined;
  /** Of the first batch: the next record. */
  at: number;
  /** When that was, where somebody has asked. */
  time: number | undefined;
  waiting: number;
  /** Of its batches, also of what was taken of the first one. */
  bytes: number;
}

/** A batch, and what it keeps in memory where that is known. */
type WaitingBatch = InputBatch & {
  readonly count: number;
  readonly byteSize?: number;
} & Partial<Pick<RecordBatch, 'valuesLatin1' | 'valueMemory' | 'valueStart'>>;

/**
 * The records that wait for a task: those of one partition in the order of offsets, those of several by time, as their sources' extractors say. Kafka
 * Streams' PartitionGroup.
 */
export class TaskInputs {
  readonly #queues: readonly Queue[];
  #ordinal = 0;
  #waiting = 0;

  /** Those of the plan. */
  constructor(sources: TaskPlan['sources']) {
    this.#queues = sources.map((source) => ({
      source,
      batches: [],
      shaped: readsJson(source.valueSerde) ? new ShapedJson() : undefined,
      at: 0,
      time: undefined,
      waiting: 0,
      bytes: 0,
    }));
  }

  /** Of all sources. */
  get waiting(): number {
    return this.#waiting;
  }

  waitingOf(source: number): number {
    return this.#queue(source).waiting;
  }

  bytesOf(source: number): number {
    return this.#queue(source).bytes;
  }

  /** Sources of which nothing waits. */
  get empty(): readonly number[] {
    return this.#queues.flatMap(({ waiting }, source) => (waiting === 0 ? [source] : []));
  }

  add(source: number, batch: WaitingBatch): void {
    const { count } = batch;
    if (count === 0) return;
    const queue = this.#queue(source);
    queue.batches.push({ batch, count, values: queue.shaped && valuesOf(batch, queue.shaped) });
    queue.waiting += count;
    queue.bytes += batch.byteSize ?? 0;
    this.#waiting += count;
  }

  /**
   * The next records: in the order of time between partitions, of one time by the number of the source. They end where a source of which something
   * waited runs empty while it `isAwaited` and others still have some: its next record may be the older one.
   */
  take(maxRecords: number, isAwaited: (source: number) => boolean = () => false): EpochInput {
    const runs: (InputRun & { count: number })[] = [];
    for (let left = maxRecords; left > 0 && this.#waiting > 0; ) {
      const source = this.#earliest();
      const queue = this.#queue(source);
      const { batch, count: batchCount, values } = queue.batches[0] as Queue['batches'][number];
      // Up to the end of the batch where no other source has any.
      const count = queue.waiting === this.#waiting ? Math.min(batchCount - queue.at, left) : 1;
      const last = runs.at(-1);
      if (last?.batch === batch) last.count += count;
      else runs.push({ batch, values, source, index: queue.at, ordinal: this.#ordinal, count });
      left -= count;
      this.#took(queue, count);
      if (queue.waiting === 0 && this.#waiting > 0 && isAwaited(source)) break;
    }
    return new EpochInput(runs);
  }

  #took(queue: Queue, count: number): void {
    this.#ordinal += count;
    this.#waiting -= count;
    queue.waiting -= count;
    queue.at += count;
    queue.time = undefined;
    const { batch, count: batchCount } = queue.batches[0] as Queue['batches'][number];
    if (queue.at < batchCount) return;
    queue.batches.shift();
    queue.bytes -= batch.byteSize ?? 0;
    queue.at = 0;
  }

  #earliest(): number {
    if (this.#queues.length === 1) return 0;
    let earliest = -1;
    let time = Number.POSITIVE_INFINITY;
    for (const [source, queue] of this.#queues.entries()) {
      if (queue.waiting === 0) continue;
      const timestamp = timeOfNext(queue);
      if (earliest >= 0 && timestamp >= time) continue;
      earliest = source;
      time = timestamp;
    }
    return earliest;
  }

  #queue(source: number): Queue {
    return this.#queues[source] as Queue;
  }
}

/** undefined: it is none of the log's. */
function valuesOf(batch: WaitingBatch, shaped: ShapedJson): JsonValues | undefined {
  return batch.valuesLatin1 && new JsonValues(batch as WaitingBatch & ValuesBatch, shaped);
}

/** When the next record of a source was. */
function timeOfNext(queue: Queue): number {
  queue.time ??= timeAt(queue.source, (queue.batches[0] as Queue['batches'][number]).batch, queue.at);
  return queue.time;
}
