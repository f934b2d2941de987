import { isMillraceError } from '@millrace/core';
import {
  auditTime,
  bufferCount,
  bufferTime,
  catchError,
  concatMap,
  concatWith,
  count,
  debounceTime,
  defaultIfEmpty,
  defer,
  delay,
  distinct,
  distinctUntilChanged,
  distinctUntilKeyChanged,
  EMPTY,
  elementAt,
  endWith,
  exhaustMap,
  filter,
  finalize,
  find,
  first,
  from,
  groupBy,
  ignoreElements,
  last,
  type MonoTypeOperatorFunction,
  map,
  mergeMap,
  type Observable,
  observeOn,
  of,
  pairwise,
  queueScheduler,
  reduce,
  repeat,
  retry,
  scan,
  share,
  skip,
  skipLast,
  startWith,
  switchMap,
  take,
  takeLast,
  takeUntil,
  takeWhile,
  tap,
  throttleTime,
  throwError,
  timer,
  toArray,
  windowCount,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { to } from '../operators/to.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';

type Rec = StreamRecord<string, number>;
/** Whatever it emits: what is no record is refused when it comes. */
type Anything = (source: Observable<Rec>) => Observable<unknown>;

const later = (record: Rec) => Promise.resolve(record);
const added = (sum: Rec, record: Rec) => record.with({ value: sum.value + record.value });
let tries = 0;

async function outcomeOf(operator: Anything): Promise<string> {
  try {
    await runInAllEpochs(
      (app) => app.stream<string, number>('in').pipe(operator as MonoTypeOperatorFunction<Rec>, to('out')),
      (driver) =>
        driver.pipe(
          'in',
          [1, 2, 2, 3, 4, 5].map((value) => ({ key: 'k', value })),
        ),
      { topics: { out: {} } },
    );
    return 'FINE';
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    if (error instanceof Error && error.message.includes('depends on how epochs are cut')) return 'DEPENDS';
    throw error;
  }
}

/** What docs/streams.md says of them. */
describe('operators of RxJS', () => {
  const fine: Record<string, Anything> = {
    filter: filter(({ value }) => value > 2),
    map: map((record) => record.with({ value: record.value * 2 })),
    tap: tap(() => {}),
    mergeMap: mergeMap(later, 2),
    concatMap: concatMap(later),
    'mergeMap to many': mergeMap((record) => [record, record]),
    'retry within mergeMap': mergeMap((record) =>
      defer(() => (tries++ % 2 === 0 ? throwError(() => new Error('for now')) : of(record))).pipe(retry(1)),
    ),
    'catchError within mergeMap': mergeMap((record) =>
      throwError(() => new Error('no')).pipe(catchError(() => of(record))),
    ),
    'groupBy, merged again': (source) =>
      source.pipe(
        groupBy(({ key }) => key),
        mergeMap((group) => group),
      ),
    delay: delay(1),
    observeOn: observeOn(queueScheduler),
    finalize: finalize(() => {}),
    ignoreElements: ignoreElements(),
  };
  const dependent: Record<string, Anything> = {
    scan: scan(added),
    distinct: distinct(({ value }) => value),
    distinctUntilChanged: distinctUntilChanged((a, b) => a.value === b.value),
    distinctUntilKeyChanged: distinctUntilKeyChanged('value'),
    reduce: reduce(added),
    skip: skip(1),
    skipLast: skipLast(1),
    last: last(),
    takeLast: takeLast(1),
    switchMap: switchMap(later),
    exhaustMap: exhaustMap(later),
    debounceTime: debounceTime(1),
    throttleTime: throttleTime(1),
    auditTime: (source) => source.pipe(auditTime(1)),
  };
  const refused: Record<string, readonly [code: string, operator: Anything]> = {
    take: ['EPOCH_NOT_DRAINED', take(2)],
    first: ['EPOCH_NOT_DRAINED', first()],
    elementAt: ['EPOCH_NOT_DRAINED', elementAt(1)],
    find: ['EPOCH_NOT_DRAINED', find(({ value }) => value === 2)],
    takeWhile: ['EPOCH_NOT_DRAINED', takeWhile(({ value }) => value < 3)],
    takeUntil: ['EPOCH_NOT_DRAINED', takeUntil(of(1))],
    'catchError around the pipe': [
      'EPOCH_NOT_DRAINED',
      (source) =>
        source.pipe(
          map(() => {
            throw new Error('no');
          }),
          catchError(() => EMPTY),
        ),
    ],
    'retry around the pipe': [
      'EPOCH_NOT_DRAINED',
      (source) =>
        source.pipe(
          map(() => {
            throw new Error('no');
          }),
          retry(1),
        ),
    ],
    repeat: ['INVALID_TOPOLOGY', repeat(2)],
    pairwise: ['INVALID_STREAM_RECORD', pairwise()],
    toArray: ['INVALID_STREAM_RECORD', toArray()],
    count: ['INVALID_STREAM_RECORD', count()],
    bufferCount: ['INVALID_STREAM_RECORD', bufferCount(2)],
    bufferTime: ['INVALID_STREAM_RECORD', bufferTime(1)],
    windowCount: ['INVALID_STREAM_RECORD', windowCount(2)],
    groupBy: ['INVALID_STREAM_RECORD', groupBy(({ key }) => key)],
    'map to something else': ['INVALID_STREAM_RECORD', map(({ value }) => value)],
    startWith: ['INVALID_STREAM_RECORD', startWith(0)],
    endWith: ['INVALID_STREAM_RECORD', endWith(0)],
    'concatWith a timer': ['INVALID_STREAM_RECORD', concatWith(timer(1))],
    'defaultIfEmpty behind a filter': [
      'INVALID_STREAM_RECORD',
      (source) =>
        source.pipe(
          filter(() => false),
          defaultIfEmpty(0),
        ),
    ],
  };
  it.each(Object.keys(fine))('%s is the same however epochs are cut', async (name) => {
    expect(await outcomeOf(fine[name] as Anything)).toBe('FINE');
  });
  it.each(Object.keys(dependent))('%s depends on how epochs are cut, which tests tell', async (name) => {
    expect(await outcomeOf(dependent[name] as Anything)).toBe('DEPENDS');
  });
  it.each(Object.keys(refused))('%s is refused by name', async (name) => {
    const [code, operator] = refused[name] as readonly [string, Anything];
    expect(await outcomeOf(operator)).toBe(code);
  });
  it('share has nothing to share: a stream may be piped any number of times', async () => {
    expect(await outcomeOf(share())).toBe('FINE');
  });
  it('filter sees tombstones and records without a key, and passes them on as they are', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string | null, number | null>('in').pipe(
          filter(({ key, value }) => key === null || value === null),
          to('out'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'k', value: 1 },
          { key: 'k', value: null },
          { key: null, value: 2 },
        ]),
    );
    expect(driver.output('out').map(({ key, value }) => [key, value])).toEqual([
      ['k', null],
      [null, 2],
    ]);
  });
  it('from brings in what is no record', async () => {
    expect(await outcomeOf(mergeMap(() => from([1])))).toBe('INVALID_STREAM_RECORD');
  });
});
