import type { RecordFilter } from '../../generated/graphql.ts';

export type KeyMatch = 'is' | 'begins' | 'contains';

/** What the search bar holds, as the address says it. */
export interface SearchTerms {
  readonly key: string;
  readonly keyMatch: KeyMatch;
  readonly text: string;
  readonly path: string;
  /** The name of a header. */
  readonly header: string;
  /** What that header holds; empty: anything. */
  readonly headerValue: string;
  /** Milliseconds since 1970: at or after. */
  readonly since: number | null;
  /** Before. */
  readonly until: number | null;
}

export const noTerms: SearchTerms = {
  key: '',
  keyMatch: 'is',
  text: '',
  path: '',
  header: '',
  headerValue: '',
  since: null,
  until: null,
};

const keyMatches: readonly KeyMatch[] = ['is', 'begins', 'contains'];

export function hasTerms({ key, text, path, header, since, until }: SearchTerms): boolean {
  return key !== '' || text !== '' || path !== '' || header !== '' || since !== null || until !== null;
}

export function termsOf(address: URLSearchParams): SearchTerms {
  const timeOf = (name: string) => {
    const time = Date.parse(address.get(name) ?? '');
    return Number.isNaN(time) ? null : time;
  };
  return {
    key: address.get('key') ?? '',
    keyMatch: keyMatches.find((match) => match === address.get('keyMatch')) ?? 'is',
    text: address.get('text') ?? '',
    path: address.get('path') ?? '',
    header: address.get('header') ?? '',
    // Nothing without a name.
    headerValue: address.get('header') ? (address.get('headerValue') ?? '') : '',
    since: timeOf('since'),
    until: timeOf('until'),
  };
}

/** Parameters of an address; null takes one away. */
export function parametersOfTerms(terms: SearchTerms): { [name: string]: string | null } {
  const timeText = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    key: terms.key || null,
    keyMatch: terms.key && terms.keyMatch !== 'is' ? terms.keyMatch : null,
    text: terms.text || null,
    path: terms.path || null,
    header: terms.header || null,
    headerValue: (terms.header && terms.headerValue) || null,
    since: timeText(terms.since),
    until: timeText(terms.until),
  };
}

/** What the API is asked for; the reason where a JSON topic's key is no JSON. */
export function filterOf(terms: SearchTerms, keyFormat: string): RecordFilter | { readonly keyError: string } {
  const timeText = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const common = {
    valueContains: terms.text || null,
    jsonPath: terms.path || null,
    headers: terms.header ? [{ key: terms.header, value: terms.headerValue || null }] : null,
    fromTime: timeText(terms.since),
    toTime: timeText(terms.until),
  };
  if (terms.key === '') return common;
  if (terms.keyMatch === 'begins') return { ...common, keyPrefix: terms.key };
  if (terms.keyMatch === 'contains') return { ...common, keyContains: terms.key };
  if (keyFormat !== 'JSON') return { ...common, key: terms.key };
  try {
    return { ...common, key: JSON.parse(terms.key) as unknown };
  } catch {
    return { keyError: 'Keys of this topic are JSON: put text in double quotes.' };
  }
}
