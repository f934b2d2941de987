import { jsonSerde, numberSerde, type Serde } from '@millrace/core';
import { filter, map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { EpochContext } from '../epoch/epoch-context.ts';
import { Releases } from '../epoch/releases.ts';
import { stage } from '../epoch/stage.ts';
import type { InputBatch } from '../record/origin.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import { MemoryStateBackend } from '../state/memory-state-backend.ts';
import type { OperatorNode } from '../topology/node.ts';
import type { Stream } from '../topology/stream.ts';
import { TopologyApp } from '../topology/topology-app.ts';
import { TopologyBuilder } from '../topology/topology-builder.ts';
import { branch } from './branch.ts';
import { flatMapValues } from './flat-map-values.ts';
import { mapValues } from './map-values.ts';
import { mergeStreams } from './merge-streams.ts';
import { onCommit } from './on-commit.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';

type Numbers = Stream<string, number>;
type NumberRecord = StreamRecord<string, number>;
type Input = Observable<NumberRecord>;

const state = await new MemoryStateBackend().open({ partition: 0, stores: [] });
const epoch = () =>
  new EpochContext({
    task: '0/0',
    partition: 0,
    state,
    wallClock: 0,
    maxOutputRecords: 100,
    maxStateValueBytes: 100,
    globals: { rows: () => new Map(), unreadable() {} },
    onLate: undefined,
    releases: new Releases(),
  });

/** A record of that value, which is its place in the input, too. */
const numbered = (value: number): NumberRecord =>
  madeRecord({
    origin: { batch: {} as InputBatch, index: 0, ordinal: value },
    keySerde: jsonSerde as Serde<string>,
    key: 'k',
    value,
    timestamp: value,
  });
const [a, b, c, bad] = [1, 2, 3, 9] as const;
const records = { a: numbered(a), b: numbered(b), c: numbered(c), x: numbered(bad) };
const refusal = new RangeError('It is refused.');
/** Fails at x. */
const checked = (value: number): number => {
  if (value === bad) throw refusal;
  return value;
};

/** What the last node that `define` adds makes of its inputs, as numbers. */
function built(define: (stream: Numbers, app: TopologyApp) => unknown): (...inputs: Input[]) => Observable<unknown> {
  const app = new TopologyApp(new TopologyBuilder('test'));
  define(app.stream<string, number>('in', { value: numberSerde }), app);
  const node = app.builder.nodes.at(-1) as OperatorNode;
  return (...inputs) =>
    (node.build(inputs as never, epoch(), { id: node.id, partitionCount: 1 }) as unknown as Input).pipe(
      map(({ value }) => value),
    );
}

const marbles = (test: Parameters<TestScheduler['run']>[0]) =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);

const operators: readonly (readonly [string, (stream: Numbers, app: TopologyApp) => unknown])[] = [
  ['mapValues', (stream) => stream.pipe(mapValues(checked))],
  ['flatMapValues', (stream) => stream.pipe(flatMapValues((value) => [checked(value)]))],
  ['selectKey', (stream) => stream.pipe(selectKey(({ value }) => String(checked(value))))],
  ['branch', (stream) => stream.pipe(branch({ none: ({ value }) => checked(value) < 0 }))],
  ['to', (stream) => stream.pipe(to('out', { value: numberSerde, partition: ({ value }) => checked(value) }))],
  [
    'operators of RxJS',
    (stream) =>
      stream.pipe(
        filter(({ value }) => checked(value) > 0),
        map((record) => record),
      ),
  ],
];
const passing = [
  ...operators,
  ['mergeStreams', (stream, app) => stream.pipe(mergeStreams(app.stream<string, number>('other')))],
  ['onCommit', (stream) => stream.pipe(onCommit(() => {}))],
] satisfies typeof operators;

describe.each(passing)('%s', (_, define) => {
  const node = built(define);

  it('gives what comes when it comes, and ends with its input', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input = cold('-a-(bc)-|', records);
      expectObservable(node(input)).toBe('-a-(bc)-|', { a, b, c });
      expectSubscriptions(input.subscriptions).toBe('^-------!');
    }));

  it('gives on the error of its input', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input = cold('-a-#', records, refusal);
      expectObservable(node(input)).toBe('-a-#', { a }, refusal);
      expectSubscriptions(input.subscriptions).toBe('^--!');
    }));

  it('lets go of its input when nobody listens any more', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot('-a--b--c', records);
      expectObservable(node(input), '^----!').toBe('-a--b', { a, b });
      expectSubscriptions(input.subscriptions).toBe('^----!');
    }));
});

describe.each(operators)('%s', (_, define) => {
  it('fails when its function does, and lets go of its input', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot('-a-x-b|', records);
      expectObservable(built(define)(input)).toBe('-a-#', { a }, refusal);
      expectSubscriptions(input.subscriptions).toBe('^--!');
    }));
});

describe('mergeStreams', () => {
  const node = built((stream, app) => stream.pipe(mergeStreams(app.stream<string, number>('other'))));

  it('ends when both have ended', () =>
    marbles(({ cold, expectObservable }) => {
      expectObservable(node(cold('-a-|', records), cold('--b---|', records))).toBe('-ab---|', { a, b });
    }));

  it('lets go of one where the other fails', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const other = cold('--b---|', records);
      expectObservable(node(cold('-a-#', records, refusal), other)).toBe('-ab#', { a, b }, refusal);
      expectSubscriptions(other.subscriptions).toBe('^--!');
    }));
});

describe('what keeps state', () => {
  const node = (...inputs: Input[]) =>
    stage<NumberRecord, number>(inputs, {
      prepare() {},
      process: ({ value }, _, emit) => emit(checked(value)),
      finish: (emit) => emit(0),
    });

  it('gives all when the last of its inputs has ended, in the order of the input', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inputs = [cold('--c|', records), cold('-a--b-|', records)];
      expectObservable(node(...inputs)).toBe('------(abce|)', { a, b, c, e: 0 });
      for (const [i, ends] of ['^--!', '^-----!'].entries())
        expectSubscriptions(inputs[i]?.subscriptions ?? []).toBe(ends);
    }));

  it('gives nothing but the error where an input fails, and lets go of the others', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const other = cold('-a----b|', records);
      expectObservable(node(cold('--c-#', records, refusal), other)).toBe('----#', {}, refusal);
      expectSubscriptions(other.subscriptions).toBe('^---!');
    }));

  it('fails when what it does fails', () =>
    marbles(({ cold, expectObservable }) => {
      expectObservable(node(cold('a-x-|', records))).toBe('----(a#)', { a }, refusal);
    }));

  it('lets go of all its inputs when nobody listens any more', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const inputs = [hot('-a----|', records), hot('--b---|', records)];
      expectObservable(node(...inputs), '^--!').toBe('----');
      for (const { subscriptions } of inputs) expectSubscriptions(subscriptions).toBe('^--!');
    }));
});
