/** A page of an application; without a part, its topology. */
export const processorPath = (id: string, part?: 'tasks' | 'instances' | 'stores' | 'errors'): string =>
  `/processors/${encodeURIComponent(id)}${part ? `/${part}` : ''}`;

/** The page of a store that is a table. */
export const tablePath = (application: string, store: string): string =>
  `${processorPath(application)}/tables/${encodeURIComponent(store)}`;
