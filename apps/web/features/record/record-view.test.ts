import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parametersOf, positionOf, type RecordView, recordAddress, viewOf } from './record-view.ts';
import { noTerms } from './search-terms.ts';

const view = (query: string) => viewOf(new URLSearchParams(query));

describe('viewOf', () => {
  it('reads the newest of all partitions from a bare address', () => {
    expect(view('')).toEqual({
      from: 'newest',
      partitions: null,
      offset: null,
      time: null,
      limit: 50,
      cursor: null,
      open: null,
      search: noTerms,
    });
  });

  it('takes no nonsense from an address', () => {
    expect(view('from=nowhere&partitions=a,-1,1.5&offset=1e3&time=tomorrow&limit=100000')).toEqual(view(''));
    expect(view('offset=9007199254740993').offset).toBeNull();
  });

  it('reads back what was written', () => {
    const arbitrary = fc.record({
      from: fc.constantFrom('newest', 'oldest', 'offset', 'time', 'live'),
      partitions: fc.option(fc.uniqueArray(fc.nat(999), { minLength: 1 }).map((list) => list.sort((a, b) => a - b))),
      offset: fc.option(fc.maxSafeNat()),
      time: fc.option(fc.nat(4e12)),
      limit: fc.integer({ min: 1, max: 1000 }),
      cursor: fc.option(fc.string({ minLength: 1 })),
      open: fc.constantFrom(null, '0-1'),
      search: fc.constantFrom(noTerms, {
        ...noTerms,
        key: 'a',
        keyMatch: 'begins' as const,
        path: '$.a > 1',
        until: 5,
      }),
    }) as fc.Arbitrary<RecordView>;
    const isSomewhere = ({ from, partitions, offset, time }: RecordView) =>
      (from !== 'offset' || (offset !== null && partitions?.length === 1)) && (from !== 'time' || time !== null);
    fc.assert(
      fc.property(arbitrary.filter(isSomewhere), (written) => {
        const address = new URLSearchParams();
        for (const [name, value] of Object.entries(parametersOf(written))) if (value !== null) address.set(name, value);
        expect(viewOf(address)).toEqual(written);
      }),
    );
  });
});

describe('positionOf', () => {
  it('is of one partition where it is an offset: the first that is named, or the first there is', () => {
    for (const [query, partition] of [
      ['from=offset&offset=7', 0],
      ['from=offset&offset=7&partitions=2,1', 1],
      ['from=offset&offset=7&partitions=3', 3],
    ] as const) {
      expect(view(query)).toMatchObject({ from: 'offset', partitions: [partition] });
      expect(positionOf(view(query))).toEqual({ offset: 7 });
    }
  });

  it.each(['from=offset', 'from=offset&offset=x&partitions=1', 'from=time', 'from=time&time=garbage'])(
    'is the newest where %s says not where',
    (query) => {
      expect(view(query).from).toBe('newest');
      expect(positionOf(view(query))).toEqual({ last: 50 });
    },
  );

  it('goes by the cursor once there is one', () => {
    expect(positionOf(view('from=oldest&cursor=abc'))).toEqual({ cursor: 'abc' });
  });
});

it('gives a record an address that leads back to it', () => {
  const query = recordAddress('a', 3, 12).split('?')[1] ?? '';
  expect(view(query)).toMatchObject({ from: 'offset', partitions: [3], offset: 12, open: '3-12' });
});
