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
  | { readonly kind: 'lose the end'; readonly calls: number }
  | { readonly kind: 'look' | 'answer of the look' | 'recall' | 'append elsewhere' | 'time' | 'log epoch raised' };

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

/** The log may lose its end, which the line hears of at some time later, or never. */
const aStepWithLosses: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: aStep },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('lose the end' as const), calls: fc.integer({ min: 1, max: sequences }) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'log epoch raised' }) },
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
  /** How often the insert has refused a call. */
  refusals = 0;
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
      this.refusals += 1;
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
    else if (step.kind === 'lose the end') this.last = Math.max(this.last - step.calls, -1);
    else if (step.kind === 'log epoch raised') this.line.logEpochRaised();
    else if (this.last < sequences - 1) this.last += 1;
  }

  /** All goes well. */
  goOn(turns: number): void {
    for (let turn = 0; turn < turns && this.settled.length < this.arrived; turn++) {
      this.flush('append');
      this.look();
      this.answerLook();
      this.recall();
      this.clock.advance(50);
    }
  }

  /** The calls before `end` are sent, again if need be, and all goes well. */
  send(end: number): void {
    for (let sequence = 0; sequence < end; sequence++) this.arrive(sequence);
    this.goOn(400);
    expect(this.settled).toHaveLength(this.arrived);
    expect(this.line.isIdle).toBe(true);
    expect(this.last).toBeGreaterThanOrEqual(end - 1);
  }
}

it('L28 L29: whatever fails, and whoever else appends, every call ends, each once and where its sequence was appended', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
      const world = new World();
      for (const step of steps) world.take(step);
      // What is missing is sent again.
      world.send(sequences);
      for (const { sequence, offset, code } of world.settled) {
        if (offset === undefined) expect(code).toBe('PARTITION_BUSY');
        else expect(offset).toBe(sequence);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('L28 L29: a log that loses its end gets the calls that are sent again, whatever this node remembers', () => {
  fc.assert(
    fc.property(fc.nat({ max: sequences }), fc.array(aStepWithLosses, { maxLength: 60 }), (before, steps) => {
      const world = new World();
      world.send(before);
      for (const step of steps) world.take(step);
      // What waits for calls that nobody sends again does not go round.
      world.arrive(sequences - 1);
      world.goOn(100);
      const { refusals } = world;
      world.goOn(100);
      expect(world.refusals).toBe(refusals);
      world.send(sequences);
    }),
    { numRuns: 4_000 },
  );
});

it('L28: a call that was lost meanwhile is not said to be appended long ago', () => {
  const world = new World();
  world.send(1);
  world.last = -1;
  world.arrive(0);
  world.recall();
  world.take({ kind: 'append elsewhere' });
  world.look();
  world.answerLook();
  world.last = -1;
  world.line.logEpochRaised();
  world.goOn(100);
  expect(world.settled.at(-1)).toEqual({ sequence: 0, offset: 0 });
  expect(world.last).toBe(0);
});

it('L29: a look that began before the log epoch was raised says nothing', () => {
  const world = new World();
  world.last = 2;
  world.arrive(3);
  world.look();
  world.last = -1;
  world.line.logEpochRaised();
  world.answerLook();
  expect(world.lane).toEqual([]);
  world.send(4);
  expect(world.refusals).toBe(0);
});
