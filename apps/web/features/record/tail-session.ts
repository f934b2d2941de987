import type { Problem } from '../api/problem.ts';
import type { RecordData } from './record-text.ts';

export interface TailOffset {
  readonly partition: number;
  readonly offset: number;
  readonly logEpoch?: number;
}

interface TailBatch {
  readonly partition: number;
  readonly records: readonly RecordData[];
  readonly nextOffset: number;
  readonly logEpoch: number;
  readonly skipped: number;
}

/** What a tail needs of the API. */
export interface TailPort {
  /** Ends of the partitions that are watched. Throws a Problem. */
  ends(): Promise<readonly TailOffset[]>;
  /** Reads on from `offsets()`, which is asked again whenever the connection is made anew. Returns how to stop. */
  subscribe(offsets: () => readonly TailOffset[], maxRecordsPerSecond: number, sink: TailSink): () => void;
}

export interface TailSink {
  batch(batch: TailBatch): void;
  failed(problem: Problem): void;
}

export interface TailState {
  readonly status: 'starting' | 'live' | 'paused' | 'failed';
  /** Newest first, at most `maxRows`. */
  readonly rows: readonly RecordData[];
  /** Records shown since the start, whether or not they still are. */
  readonly received: number;
  /** Records left out so that the page keeps up. */
  readonly skipped: number;
  /** Records a second, shown and skipped, over the last two seconds. */
  readonly rate: number;
  /** Paused: how many came meanwhile. Live: how many had waited at the last resume. */
  readonly waiting: number;
  readonly problem: Problem | null;
}

const maxRows = 300;
const flushMs = 250;
const rateBuckets = 8;
const waitingPollMs = 1_500;
const retryMs = 1_000;

const initial: TailState = {
  status: 'starting',
  rows: [],
  received: 0,
  skipped: 0,
  rate: 0,
  waiting: 0,
  problem: null,
};

/**
 * A live view of a topic's end. It keeps the position itself: a pause ends the subscription and a resume reads on from where
 * it stopped, and so does a connection that was lost. What arrives is shown four times a second, however fast it comes.
 */
export class TailSession {
  readonly #port: TailPort;
  readonly #listeners = new Set<() => void>();
  readonly #positions = new Map<number, TailOffset>();
  #state = initial;
  #arrived: RecordData[] = [];
  #arrivedSkipped = 0;
  #counts: number[] = [];
  #timers: ReturnType<typeof setInterval>[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: (() => void) | undefined;
  #maxRecordsPerSecond: number;
  /** Counts starts, pauses and stops: what was asked for before the latest of them no longer counts. */
  #turn = 0;

  constructor(port: TailPort, maxRecordsPerSecond: number) {
    this.#port = port;
    this.#maxRecordsPerSecond = maxRecordsPerSecond;
  }

  getState = (): TailState => this.#state;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Watches from the present end on. */
  async start(): Promise<void> {
    const turn = this.#halt();
    this.#update({ status: 'starting', problem: null, waiting: 0 });
    try {
      const ends = await this.#port.ends();
      if (turn !== this.#turn) return;
      this.#positions.clear();
      for (const end of ends) this.#positions.set(end.partition, end);
      this.#follow();
    } catch (problem) {
      if (turn === this.#turn) this.#failed(problem as Problem, () => this.start());
    }
  }

  pause(): void {
    if (this.#state.status !== 'live') return;
    this.#flush();
    const turn = this.#halt();
    this.#update({ status: 'paused', rate: 0, waiting: 0 });
    this.#timers.push(setInterval(() => void this.#countWaiting(turn), waitingPollMs));
  }

  /** Reads on from where the pause began. */
  async resume(): Promise<void> {
    if (this.#state.status !== 'paused') return;
    const turn = this.#turn;
    await this.#countWaiting(turn);
    if (turn !== this.#turn) return;
    this.#halt();
    this.#follow();
  }

  /** How many are shown from now on, more being left out; rows, position and a pause stay. */
  limit(maxRecordsPerSecond: number): void {
    if (maxRecordsPerSecond === this.#maxRecordsPerSecond) return;
    this.#maxRecordsPerSecond = maxRecordsPerSecond;
    if (this.#state.status !== 'live') return;
    this.#flush();
    this.#halt();
    this.#follow();
  }

  /** Takes the rows away; the position stays. */
  clear(): void {
    this.#update({ rows: [], received: 0, skipped: 0 });
  }

  stop(): void {
    this.#halt();
  }

  #halt(): number {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearTimeout(this.#retry);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#counts = [];
    return ++this.#turn;
  }

  #follow() {
    const turn = this.#turn;
    this.#update({ status: 'live', problem: null });
    this.#timers.push(setInterval(() => this.#flush(), flushMs));
    this.#unsubscribe = this.#port.subscribe(() => [...this.#positions.values()], this.#maxRecordsPerSecond, {
      batch: (batch) => {
        if (turn !== this.#turn) return;
        const { partition, nextOffset: offset, logEpoch } = batch;
        this.#positions.set(partition, { partition, offset, logEpoch });
        this.#arrived.push(...batch.records);
        this.#arrivedSkipped += batch.skipped;
      },
      failed: (problem) => {
        if (turn !== this.#turn) return;
        this.#flush();
        this.#failed(problem, () => this.#follow());
      },
    });
  }

  #failed(problem: Problem, again: () => void) {
    this.#halt();
    if (!problem.retriable) {
      this.#update({ status: 'failed', problem, rate: 0 });
      return;
    }
    this.#update({ status: 'starting', problem, rate: 0 });
    this.#retry = setTimeout(again, retryMs);
  }

  #flush() {
    const arrived = this.#arrived;
    const skipped = this.#arrivedSkipped;
    this.#arrived = [];
    this.#arrivedSkipped = 0;
    this.#counts.push(arrived.length + skipped);
    if (this.#counts.length > rateBuckets) this.#counts.shift();
    const sum = this.#counts.reduce((total, count) => total + count, 0);
    const rate = sum / ((this.#counts.length * flushMs) / 1000);
    const { rows, received, rate: lastRate } = this.#state;
    if (arrived.length === 0 && skipped === 0 && rate === lastRate) return;
    this.#update({
      rate,
      rows: arrived.length > 0 ? [...arrived.slice(-maxRows).reverse(), ...rows].slice(0, maxRows) : rows,
      received: received + arrived.length,
      skipped: this.#state.skipped + skipped,
    });
  }

  async #countWaiting(turn: number) {
    // A failed look is no news: the next one comes.
    const ends = await this.#port.ends().catch(() => null);
    if (!ends || turn !== this.#turn) return;
    const waiting = ends.reduce((total, { partition, offset }) => {
      return total + Math.max(0, offset - (this.#positions.get(partition)?.offset ?? 0));
    }, 0);
    this.#update({ waiting });
  }

  #update(changes: Partial<TailState>) {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
