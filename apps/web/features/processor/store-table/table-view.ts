/** Which entries a table's page shows. */
export type Selection = 'all' | 'key' | 'range' | 'live';

/** What a table's page shows, as its address says it. */
export interface TableView {
  readonly show: Selection;
  /** As it was typed. */
  readonly key: string;
  /** Bounds of a range, both included; empty: none. */
  readonly from: string;
  readonly to: string;
  /** The greatest key first. */
  readonly reverse: boolean;
  /** Milliseconds since 1970: only windows that start then or later, sessions that end then or later. */
  readonly windowFrom: number | null;
  /** Only windows and sessions that start earlier. */
  readonly windowTo: number | null;
  /** Of a page reached by going on. */
  readonly after: string | null;
}

const selections: readonly Selection[] = ['all', 'key', 'range', 'live'];

/** Reads an address; whatever makes no sense in it counts as not there. */
export function tableViewOf(address: URLSearchParams): TableView {
  const timeOf = (name: string) => {
    const time = Date.parse(address.get(name) ?? '');
    return Number.isNaN(time) ? null : time;
  };
  return {
    show: selections.find((each) => each === address.get('show')) ?? 'all',
    key: address.get('key') ?? '',
    from: address.get('from') ?? '',
    to: address.get('to') ?? '',
    reverse: address.get('reverse') === 'true',
    windowFrom: timeOf('windowFrom'),
    windowTo: timeOf('windowTo'),
    after: address.get('after'),
  };
}

/** Parameters of an address; null takes one away, and so does what is the default anyway. */
export function parametersOfTable(view: Partial<TableView>): { [name: string]: string | null } {
  const result: { [name: string]: string | null } = {};
  const time = (value: number | null) => (value === null ? null : new Date(value).toISOString());
  if (view.show !== undefined) result.show = view.show === 'all' ? null : view.show;
  if (view.key !== undefined) result.key = view.key || null;
  if (view.from !== undefined) result.from = view.from || null;
  if (view.to !== undefined) result.to = view.to || null;
  if (view.reverse !== undefined) result.reverse = view.reverse ? 'true' : null;
  if (view.windowFrom !== undefined) result.windowFrom = time(view.windowFrom);
  if (view.windowTo !== undefined) result.windowTo = time(view.windowTo);
  if (view.after !== undefined) result.after = view.after;
  return result;
}

/** What a typed key is to the API: text, JSON where the store's keys are, else bytes as base64; the reason where it is not. */
export function keyOf(text: string, keyFormat: string): { readonly key: unknown } | { readonly problem: string } {
  if (keyFormat === 'STRING') return { key: text };
  if (keyFormat !== 'JSON') {
    const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
    return isBase64 ? { key: text } : { problem: `Keys of this table are ${keyFormat}: write their bytes in base64.` };
  }
  try {
    return { key: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'Keys of this table are JSON: put text in double quotes.' };
  }
}
