import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterOf, hasTerms, noTerms, parametersOfTerms, type SearchTerms, termsOf } from './search-terms.ts';

const terms: fc.Arbitrary<SearchTerms> = fc.record({
  key: fc.string({ minLength: 1 }),
  keyMatch: fc.constantFrom('is', 'begins', 'contains'),
  text: fc.string(),
  path: fc.string(),
  header: fc.string({ minLength: 1 }),
  headerValue: fc.string(),
  since: fc.option(fc.nat(4e12)),
  until: fc.option(fc.nat(4e12)),
});

describe('search terms', () => {
  it('are read back from an address as they were written', () => {
    fc.assert(
      fc.property(terms, (written) => {
        const address = new URLSearchParams();
        for (const [name, value] of Object.entries(parametersOfTerms(written)))
          if (value !== null) address.set(name, value);
        expect(termsOf(address)).toEqual(written);
      }),
    );
  });

  it('are none in a bare address, and none of nonsense', () => {
    expect(termsOf(new URLSearchParams(''))).toEqual(noTerms);
    expect(termsOf(new URLSearchParams('since=tomorrow&keyMatch=sounds&headerValue=of-none'))).toEqual(noTerms);
    expect(hasTerms(noTerms)).toBe(false);
    expect(hasTerms({ ...noTerms, since: 0 })).toBe(true);
  });

  it('ask for a header by its name, and by what it holds where that is given', () => {
    expect(filterOf({ ...noTerms, header: 'trace' }, 'JSON')).toMatchObject({
      headers: [{ key: 'trace', value: null }],
    });
    expect(filterOf({ ...noTerms, header: 'trace', headerValue: 't1' }, 'JSON')).toMatchObject({
      headers: [{ key: 'trace', value: 't1' }],
    });
    expect(filterOf({ ...noTerms, text: 'a' }, 'JSON')).toMatchObject({ headers: null });
    expect(hasTerms({ ...noTerms, header: 'trace' })).toBe(true);
  });

  it('ask for a key as the topic stores it', () => {
    expect(filterOf({ ...noTerms, key: '7' }, 'STRING')).toMatchObject({ key: '7' });
    expect(filterOf({ ...noTerms, key: '{"id": 7}' }, 'JSON')).toMatchObject({ key: { id: 7 } });
    expect(filterOf({ ...noTerms, key: 'seven' }, 'JSON')).toEqual({
      keyError: expect.stringMatching(/double quotes/),
    });
    expect(filterOf({ ...noTerms, key: 'se', keyMatch: 'begins' }, 'JSON')).toMatchObject({ keyPrefix: 'se' });
  });
});
