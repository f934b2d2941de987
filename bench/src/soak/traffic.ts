import type { Engine } from '@millrace/engine';
import type { BenchContext } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { type RunningMember, runMember } from '../groups/members.ts';
import { Timeline } from './timeline.ts';

const callSize = 100;
const probesPerSecond = 100;
/** As many calls as wait in a lane before further ones are held back; a call that is late counts from when it was due. */
const maxWaitingCalls = 4_000;
/** At full load producers wait while the group has so many records before it: it is the rate of both that is asked for. */
const maxLag = 200_000;
const fullLoadCallers = 32;
/** Of a fixed rate, what goes to the compacted topic, and how many keys come again and again there. */
const compactedShare = 0.1;
const compactedKeys = 100_000;
/** A probe is a record of its own that says when it was due; all others are orders in JSON. */
const probeMark = 'p'.charCodeAt(0);

const nextTimers = () => new Promise((resolve) => setTimeout(resolve, 1));

/** Producers and a consumer group on one topic, with what came of it. */
export class Traffic {
  readonly #engine: Engine;
  readonly #topic: string;
  readonly #slices: Slices;
  readonly #keyed: Slices;
  readonly #member: RunningMember;
  /** From when a call was due to its acknowledgement. */
  readonly acknowledged = new Timeline();
  /** From when a probe was due to its arrival at the group's member. */
  readonly delivered = new Timeline();
  /** Records that the group had before it, once a second. */
  readonly lags: { readonly at: number; readonly records: number }[] = [];
  produced = 0;
  committed = 0;
  #beside = 0;
  #error: unknown;

  constructor(context: BenchContext, engine: Engine, topic: string) {
    this.#engine = engine;
    this.#topic = topic;
    this.#slices = new Slices(context.records, callSize);
    this.#keyed = new Slices(context.records.slice(0, compactedKeys), callSize);
    const failed = (error: unknown) => {
      this.#error ??= error;
    };
    const input = { group: `${topic}-soak`, topics: [topic], maxRecords: 5_000, maxUncommitted: 100_000 };
    this.#member = runMember(
      engine,
      input,
      (event, consumer) => {
        if (event.kind !== 'RECORDS') return;
        const { batch } = event;
        const now = performance.now();
        for (let i = 0; i < batch.count; i++) {
          const value = batch.value(i) as Uint8Array;
          if (value[0] === probeMark) {
            const due = Number(Buffer.from(value).toString('latin1', 1));
            this.delivered.record(due, now - due);
          }
        }
        // Not waited for: a consumer goes on while its commit is on its way. What is uncommitted is bounded.
        consumer.commit(event).then(() => {
          this.committed += batch.count;
        }, failed);
      },
      failed,
    );
  }

  get lag(): number {
    return this.produced - this.committed;
  }

  #check(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  async #call(due: number): Promise<void> {
    const { count } = await this.#engine.append({ topic: this.#topic, records: this.#slices.next() });
    this.produced += count;
    this.acknowledged.record(due, performance.now() - due);
  }

  async #probe(due: number): Promise<void> {
    const value = Buffer.from(`p${due}`, 'latin1');
    const { count } = await this.#engine.append({ topic: this.#topic, records: [{ key: null, value }] });
    this.produced += count;
  }

  async #compacted(topic: string, due: number): Promise<void> {
    const { count } = await this.#engine.append({ topic, records: this.#keyed.next() });
    this.#beside += count;
    this.acknowledged.record(due, performance.now() - due);
  }

  /**
   * Calls at a fixed rate, each sent when it is due whatever the others do; a tenth of them to another topic that is compacted and
   * that nobody reads. Gives the records that were acknowledged.
   */
  async paced(recordsPerSecond: number, seconds: number, compactedTopic: string): Promise<number> {
    const before = this.produced;
    this.#beside = 0;
    const start = performance.now();
    const end = start + seconds * 1_000;
    let waiting = 0;
    const failed = (error: unknown) => {
      this.#error ??= error;
    };
    const send = (call: Promise<void>) => {
      waiting += 1;
      call.catch(failed).finally(() => {
        waiting -= 1;
      });
    };
    const sources = [
      {
        intervalMs: (1_000 * callSize) / (recordsPerSecond * (1 - compactedShare)),
        sent: 0,
        call: (due: number) => this.#call(due),
      },
      {
        intervalMs: (1_000 * callSize) / (recordsPerSecond * compactedShare),
        sent: 0,
        call: (due: number) => this.#compacted(compactedTopic, due),
      },
      { intervalMs: 1_000 / probesPerSecond, sent: 0, call: (due: number) => this.#probe(due) },
    ];
    let nextLag = start;
    for (let now = start; now < end; now = performance.now()) {
      this.#check();
      for (const source of sources) {
        for (;;) {
          const due = start + source.sent * source.intervalMs;
          if (due > now || waiting >= maxWaitingCalls) break;
          source.sent += 1;
          send(source.call(due));
        }
      }
      if (now >= nextLag) {
        this.lags.push({ at: now, records: this.lag });
        nextLag += 1_000;
      }
      await nextTimers();
    }
    while (waiting > 0) await nextTimers();
    this.#check();
    return this.produced - before + this.#beside;
  }

  /** As much as producers and the group can do together; gives the records a second that the group committed. */
  async full(warmupSeconds: number, seconds: number): Promise<number> {
    const start = performance.now() + warmupSeconds * 1_000;
    const end = start + seconds * 1_000;
    let atStart: number | undefined;
    const caller = async (): Promise<void> => {
      for (let now = performance.now(); now < end; now = performance.now()) {
        this.#check();
        if (now >= start) atStart ??= this.committed;
        if (this.lag > maxLag) await nextTimers();
        else await this.#call(now);
      }
    };
    await Promise.all(Array.from({ length: fullLoadCallers }, caller));
    return (this.committed - (atStart ?? 0)) / seconds;
  }

  /** Waits until the group has everything. */
  async drain(): Promise<void> {
    while (this.lag > 0) {
      this.#check();
      await nextTimers();
    }
  }

  /** The member leaves, and its group is deleted. */
  async close(): Promise<void> {
    await this.#member.close();
    await this.#engine.groups.delete(`${this.#topic}-soak`);
  }
}
