import { MillraceError } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AppendCall } from '../append/append-call.ts';
import type { ArrivedCall } from '../append/queued-call.ts';
import type { AppendResult } from '../engine.ts';
import { callFingerprint } from './call-fingerprint.ts';
import { ProducerLine } from './producer-line.ts';
import { SequencedCall } from './sequenced-call.ts';

const sequences = 6;
const records = [{ key: null, value: null }];

type Step =
  | { readonly kind: 'arrive'; readonly sequence: number }
  | { readonly kind: 'lane'; readonly outcome: 'append' | 'lost behind the commit' | 'lost before it' | 'refuse' }
  | { readonly kind: 'look' | 'answer of the look' | 'recall' | 'append elsewhere' | 'time' };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('arrive' as const), sequence: fc.nat({ max: sequences - 1 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lane' as const),
      outcome: fc.constantFrom('append', 'append', 'lost behind the commit', 'lost before it', 'refuse'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step>(
      { kind: 'look' },
      { kind: 'answer of the look' },
      { kind: 'recall' },
      { kind: 'append elsewhere' },
      { kind: 'time' },
    ),
  },
);

/** A node's line over a log that other nodes append to as well; what it waits for happens when the test says so. */
class World {
  readonly clock = new FakeClock();
  /** Sequence of the newest call that was appended. */
  last = -1;
  readonly lane: AppendCall[] = [];
  readonly recalls: SequencedCall[] = [];
  readonly settled: { sequence: number; offset?: number; code?: string }[] = [];
  arrived = 0;
  wanted = false;
  seen: number | undefined;
  readonly line: ProducerLine = new ProducerLine({
    producerId: 1,
    topicId: 1,
    lane: { enqueue: (call) => void this.lane.push(call), takeBack: () => {} },
    clock: this.clock,
    limits: { sequenceWaitMs: Number.POSITIVE_INFINITY },
    observer: { producerCall: () => {} },
    look: () => {
      this.wanted = true;
    },
    recall: (_, call) => void this.recalls.push(call),
    onWaiting: () => {},
  });

  arrive(sequence: number): void {
    this.arrived += 1;
    const routed = { topic: { name: 't' }, records, byteSize: 0 } as unknown as ArrivedCall;
    const call = new SequencedCall(
      { ...routed, queueBytes: 1, enqueuedAt: 0 },
      0,
      sequence,
      this.line,
      (result) => this.settled.push({ sequence, offset: result.offset(0) }),
      (error) => this.settled.push({ sequence, code: (error as MillraceError).code }),
    );
    this.line.add(call);
  }

  /** The lane's oldest call; Postgres refuses what is not the next one. */
  flush(outcome: 'append' | 'lost behind the commit' | 'lost before it' | 'refuse'): void {
    const call = this.lane.shift();
    if (!call) return;
    const sequence = call.sequenced?.sequence as number;
    if (outcome === 'refuse') {
      call.reject(new MillraceError('PARTITION_BUSY', 'busy'));
    } else if (outcome === 'lost before it') {
      this.lane.unshift(call);
    } else if (sequence !== this.last + 1) {
      call.outOfSequence();
    } else {
      this.last = sequence;
      if (outcome === 'append') call.resolve({ duplicate: false, offset: () => sequence } as unknown as AppendResult);
      else this.lane.unshift(call);
    }
  }

  look(): void {
    if (!this.wanted || this.seen !== undefined) return;
    this.wanted = false;
    this.line.lookBegins();
    this.seen = this.last;
  }

  answerLook(): void {
    const lastSequence = this.seen;
    if (lastSequence === undefined) return;
    this.seen = undefined;
    this.line.looked({ epoch: 0, lastSequence });
  }

  /** What was appended with a sequence is at that offset. */
  recall(): void {
    const call = this.recalls.shift();
    if (!call) return;
    const { sequence } = call;
    const placement = { partition: 0, firstRow: 0, rowCounts: [1], start: 0, count: 1, now: 0 };
    const found = {
      call: {
        fingerprint: callFingerprint(records, 0),
        logAppendTime: false,
        placements: [placement],
        placementOf: null,
      },
      rows: { baseOffsets: [sequence], appendTimes: [0] },
    };
    this.line.remembered(call, sequence <= this.last ? found : null);
  }

  take(step: Step): void {
    if (step.kind === 'arrive') this.arrive(step.sequence);
    else if (step.kind === 'lane') this.flush(step.outcome);
    else if (step.kind === 'look') this.look();
    else if (step.kind === 'answer of the look') this.answerLook();
    else if (step.kind === 'recall') this.recall();
    else if (step.kind === 'time') this.clock.advance(50);
    else if (this.last < sequences - 1) this.last += 1;
  }
}

it('L28 L29: whatever fails, and whoever else appends, every call ends, each once and where its sequence was appended', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
      const world = new World();
      for (const step of steps) world.take(step);
      // What is missing is sent again, and from now on all goes well.
      for (let sequence = 0; sequence < sequences; sequence++) world.arrive(sequence);
      for (let turn = 0; turn < 400 && world.settled.length < world.arrived; turn++) {
        world.flush('append');
        world.look();
        world.answerLook();
        world.recall();
        world.clock.advance(50);
      }
      expect(world.settled).toHaveLength(world.arrived);
      expect(world.line.isIdle).toBe(true);
      expect(world.last).toBe(sequences - 1);
      for (const { sequence, offset, code } of world.settled) {
        if (offset === undefined) expect(code).toBe('PARTITION_BUSY');
        else expect(offset).toBe(sequence);
      }
    }),
    { numRuns: 2_000 },
  );
});
