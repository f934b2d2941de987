import { describe, expect, it } from 'vitest';
import type { Position } from '../../generated/graphql.ts';
import type { RecordData } from './record-text.ts';
import { type SearchAnswer, type SearchPart, SearchSession } from './search-session.ts';

const record = (offset: number) => ({ partition: 0, offset }) as RecordData;
const part = (offsets: readonly number[], more: Partial<SearchPart> = {}): SearchAnswer => ({
  part: {
    records: offsets.map(record),
    cursor: 'on',
    previousCursor: 'back',
    ended: 'TIME',
    scannedRecords: 10,
    partitions: [{ fromOffset: 0, toOffset: 100 }],
    ...more,
  },
});

function session(backward: boolean, limit = 3) {
  const asked: { from: Position; limit: number; answer: (answer: SearchAnswer) => void; cancelled: boolean }[] = [];
  const search = new SearchSession({
    backward,
    limit,
    from: { last: limit },
    ask: (from, wanted, answer) => {
      const request = { from, limit: wanted, answer, cancelled: false };
      asked.push(request);
      return () => {
        request.cancelled = true;
      };
    },
  });
  const offsets = () => search.getState().records.map(({ offset }) => offset);
  return { search, asked, offsets };
}

describe('a search session', () => {
  it('goes on from where a part ended, until as many are found as are wanted', () => {
    const { search, asked, offsets } = session(true);
    search.goOn();
    asked[0]?.answer(part([7, 8]));
    expect(search.getState()).toMatchObject({ status: 'searching', scanned: 10, covered: 100 });
    expect(asked[1]).toMatchObject({ from: { cursor: 'back' }, limit: 1 });
    asked[1]?.answer(part([4]));
    expect(search.getState()).toMatchObject({ status: 'full', scanned: 20, covered: 200 });
    // Newest first, whatever the order of a part.
    expect(offsets()).toEqual([8, 7, 4]);
    search.goOn();
    expect(asked[2]).toMatchObject({ from: { cursor: 'back' }, limit: 3 });
    asked[2]?.answer(part([1], { ended: 'DONE', previousCursor: null }));
    expect(search.getState().status).toBe('done');
    search.goOn();
    expect(asked).toHaveLength(3);
  });

  it('goes forward by the other cursor', () => {
    const { search, asked, offsets } = session(false);
    search.goOn();
    asked[0]?.answer(part([1, 2]));
    expect(asked[1]?.from).toEqual({ cursor: 'on' });
    asked[1]?.answer(part([5], { ended: 'DONE' }));
    expect(offsets()).toEqual([1, 2, 5]);
  });

  it('that is stopped ends its request, takes no late answer, and goes on from the last part', () => {
    const { search, asked, offsets } = session(true);
    search.goOn();
    asked[0]?.answer(part([8]));
    search.stop();
    expect(asked[1]?.cancelled).toBe(true);
    asked[1]?.answer(part([7]));
    expect(offsets()).toEqual([8]);
    expect(search.getState().status).toBe('stopped');
    search.goOn();
    expect(asked[2]).toMatchObject({ from: { cursor: 'back' }, limit: 3 });
  });

  it('that failed keeps what it found and can be tried again', () => {
    const { search, asked, offsets } = session(true);
    search.goOn();
    asked[0]?.answer(part([8]));
    asked[1]?.answer({ problem: { code: 'UNREACHABLE', message: 'gone', retriable: true } });
    expect(search.getState()).toMatchObject({ status: 'failed', problem: { code: 'UNREACHABLE' } });
    search.goOn();
    expect(search.getState().problem).toBeUndefined();
    expect(asked[2]).toMatchObject({ from: { cursor: 'back' }, limit: 2 });
    asked[2]?.answer(part([3], { ended: 'DONE' }));
    expect(offsets()).toEqual([8, 3]);
  });
});
