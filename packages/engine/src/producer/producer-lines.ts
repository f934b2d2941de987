import { type Clock, type Logger, MillraceError } from '@millrace/core';
import { translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { AppendLane } from '../append/append-lane.ts';
import { type ArrivedCall, takeBackOnAbort } from '../append/queued-call.ts';
import type { AppendResult } from '../engine.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import type { ProducerSequence } from './producer.ts';
import { ProducerLine } from './producer-line.ts';
import { readProducerCall, readProducerStates } from './producer-states.ts';
import type { ProducerTables } from './producer-tables.ts';
import { SequencedCall } from './sequenced-call.ts';

/** Producers' topics that a node remembers; then those without a call are forgotten, and looked up again when one comes. */
const maxLines = 10_000;
/** Between two looks while Postgres cannot be asked. */
const retryMs = 100;

export interface ProducerLinesOptions {
  readonly pool: Pool;
  readonly tables: ProducerTables;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'deliveryTimeoutMs' | 'maxLaneQueueBytes' | 'sequenceWaitMs'>;
  readonly observer: Pick<EngineObserver, 'producerCall'>;
}

/** The calls with a producer of a node, from their arrival to their answer. */
export class ProducerLines {
  readonly #options: ProducerLinesOptions;
  /** By topic and producer. */
  readonly #lines = new Map<number, Map<number, ProducerLine>>();
  /** Mostly the next call is of the same. */
  #last: ProducerLine | undefined;
  #count = 0;
  #waitingBytes = 0;
  #wanted = new Set<ProducerLine>();
  #looking = false;
  #closed: MillraceError | undefined;

  constructor(options: ProducerLinesOptions) {
    this.#options = options;
  }

  /** Resolves once the call is appended, by this or an earlier attempt. `lane`: of its topic. */
  append(
    lane: AppendLane,
    arrived: ArrivedCall,
    { id, epoch, sequence }: ProducerSequence,
    signal: AbortSignal | undefined,
  ): Promise<AppendResult> {
    if (this.#closed) throw this.#closed;
    const topicId = arrived.topic.id;
    if (this.#isFull(arrived.queueBytes) && !this.#takesNext(topicId, id, { epoch, sequence })) {
      throw new MillraceError(
        'QUEUE_FULL',
        `${this.#waitingBytes} bytes of producers wait for calls before them already. Send them in order, or again in a moment.`,
      );
    }
    const line = this.#line(lane, id, topicId);
    return new Promise((resolve, reject) => {
      const call = new SequencedCall(arrived, epoch, sequence, line, resolve, reject);
      line.add(call);
      if (signal && !call.done) takeBackOnAbort(call, signal, () => line.takeBack(call, signal.reason));
    });
  }

  /** What this node knows of calls may be of a log that lost its end: all of it is looked up again. */
  logEpochRaised(): void {
    for (const lines of this.#lines.values()) for (const line of lines.values()) line.logEpochRaised();
  }

  /** Takes no more calls; those that no lane has are rejected. */
  close(error: MillraceError): void {
    this.#closed = error;
    for (const lines of this.#lines.values()) for (const line of lines.values()) line.close(error);
  }

  #isFull(queueBytes: number): boolean {
    return this.#waitingBytes > 0 && this.#waitingBytes + queueBytes > this.#options.limits.maxLaneQueueBytes;
  }

  /** Such a call never waits here, so there is room for it; and it may be the one that all the others wait for. */
  #takesNext(topicId: number, producerId: number, call: Omit<ProducerSequence, 'id'>): boolean {
    return this.#lines.get(topicId)?.get(producerId)?.takesNext(call) ?? false;
  }

  #line(lane: AppendLane, producerId: number, topicId: number): ProducerLine {
    const last = this.#last;
    if (last && last.producerId === producerId && last.topicId === topicId) return last;
    const line = this.#lines.get(topicId)?.get(producerId) ?? this.#newLine(lane, producerId, topicId);
    this.#last = line;
    return line;
  }

  #newLine(lane: AppendLane, producerId: number, topicId: number): ProducerLine {
    if (this.#count >= maxLines) this.#forgetIdle();
    const { clock, limits, observer } = this.#options;
    const line = new ProducerLine({
      producerId,
      topicId,
      lane,
      clock,
      limits,
      observer,
      look: (wanting) => this.#look(wanting),
      recall: (wanting, call) => void this.#recall(wanting, call),
      onWaiting: (bytes) => {
        this.#waitingBytes += bytes;
      },
    });
    const lines = this.#lines.get(topicId) ?? new Map<number, ProducerLine>();
    this.#lines.set(topicId, lines);
    lines.set(producerId, line);
    this.#count += 1;
    return line;
  }

  #forgetIdle(): void {
    this.#last = undefined;
    for (const [topicId, lines] of this.#lines) {
      for (const [producerId, line] of lines) {
        if (!line.isIdle) continue;
        lines.delete(producerId);
        this.#count -= 1;
      }
      if (lines.size === 0) this.#lines.delete(topicId);
    }
  }

  #look(line: ProducerLine): void {
    this.#wanted.add(line);
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookUp();
  }

  /** All that is wanted in one statement, and what was wanted meanwhile in the next. */
  async #lookUp(): Promise<void> {
    const { pool, tables, clock, logger, limits } = this.#options;
    // Those that arrive together are looked up together; and nothing is called back while a line is at work.
    await Promise.resolve();
    while (this.#wanted.size > 0) {
      const lines = [...this.#wanted];
      this.#wanted = new Set();
      if (this.#closed) {
        for (const line of lines) line.close(this.#closed);
        continue;
      }
      for (const line of lines) line.lookBegins();
      try {
        await tables.refresh();
        const states = await readProducerStates(pool, limits.deliveryTimeoutMs, lines);
        lines.forEach((line, i) => {
          line.looked(states[i] ?? { epoch: null, lastSequence: -1 });
        });
      } catch (error) {
        logger.warn({ error }, 'Producers could not be looked up; it is tried again');
        await clock.sleep(retryMs);
        const oldest = clock.monotonic() - limits.deliveryTimeoutMs;
        for (const line of lines) line.lookFailed(translatePostgresError(error), oldest);
      }
    }
    this.#looking = false;
  }

  async #recall(line: ProducerLine, call: SequencedCall): Promise<void> {
    const { pool, clock, limits } = this.#options;
    const { epoch, sequence } = call;
    while (!call.done) {
      try {
        const found = await readProducerCall(pool, limits.deliveryTimeoutMs, line, epoch, sequence);
        line.remembered(call, found);
        return;
      } catch (error) {
        if (clock.monotonic() - call.enqueuedAt >= limits.deliveryTimeoutMs || this.#closed) {
          call.refuse(this.#closed ?? translatePostgresError(error));
          return;
        }
        await clock.sleep(retryMs);
      }
    }
  }
}
