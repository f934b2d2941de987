import type { AppendResult } from '../engine.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { AppendCall, CallSequence, Placement } from './append-call.ts';

/** What a router makes of a call. */
export type ArrivedCall = Pick<
  AppendCall,
  'topic' | 'records' | 'partitions' | 'byteSize' | 'now' | 'queueBytes' | 'enqueuedAt'
>;

/** What all calls of a lane have. A class: functions of its own for each of them would live as long as it waits. */
export abstract class QueuedCall implements AppendCall {
  topic: TopicState;
  readonly records: AppendCall['records'];
  readonly partitions: AppendCall['partitions'];
  readonly now: number;
  readonly byteSize: number;
  readonly queueBytes: number;
  readonly enqueuedAt: number;
  settled = false;
  takenBack: AppendCall['takenBack'];
  uncertain = false;
  placements: Placement[] = [];
  placementOf: Uint16Array | null = null;
  positionOf: Uint32Array | null = null;
  /** Called once its caller was answered. */
  onDone: (() => void) | undefined;
  abstract readonly sequenced: CallSequence | null;

  constructor(arrived: ArrivedCall) {
    this.topic = arrived.topic;
    this.records = arrived.records;
    this.partitions = arrived.partitions;
    this.now = arrived.now;
    this.byteSize = arrived.byteSize;
    this.queueBytes = arrived.queueBytes;
    this.enqueuedAt = arrived.enqueuedAt;
  }

  abstract outOfSequence(): void;
  abstract resolve(result: AppendResult): void;
  abstract reject(error: unknown): void;
}

/** A call without a producer. */
export class PlainCall extends QueuedCall {
  readonly #resolve: (result: AppendResult) => void;
  readonly #reject: (error: unknown) => void;

  constructor(arrived: ArrivedCall, resolve: (result: AppendResult) => void, reject: (error: unknown) => void) {
    super(arrived);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get sequenced(): null {
    return null;
  }

  outOfSequence(): void {}

  resolve(result: AppendResult): void {
    this.onDone?.();
    this.#resolve(result);
  }

  reject(error: unknown): void {
    this.onDone?.();
    this.#reject(error);
  }
}

/** Has a call taken back when it is aborted before it was answered. */
export function takeBackOnAbort(call: QueuedCall, signal: AbortSignal, takeBack: () => void): void {
  call.onDone = () => signal.removeEventListener('abort', takeBack);
  signal.addEventListener('abort', takeBack, { once: true });
}
