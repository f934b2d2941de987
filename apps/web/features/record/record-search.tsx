'use client';

import type { Problem } from '../api/problem.ts';
import { RecordSearchView } from './record-search-view.tsx';
import type { RecordView } from './record-view.ts';
import { SearchBar } from './search-bar.tsx';
import { filterOf, type SearchTerms } from './search-terms.ts';
import { useRecordSearch } from './use-record-search.ts';

interface RecordSearchProps {
  readonly topic: string;
  readonly keyFormat: string;
  /** Of the partitions that are searched; null: not known yet. */
  readonly bounds: readonly { readonly logStartOffset: number; readonly endOffset: number }[] | null;
  readonly view: RecordView;
  onSearch(terms: SearchTerms): void;
}

/** A search of the whole topic: what for, and what was found. */
export function RecordSearch({ topic, keyFormat, bounds, view, onSearch }: RecordSearchProps) {
  const filter = filterOf(view.search, keyFormat);
  if ('keyError' in filter) {
    return <SearchBar terms={view.search} errors={{ key: filter.keyError }} onSearch={onSearch} />;
  }
  return <Search {...{ topic, bounds, view, onSearch }} filter={filter} />;
}

function Search(
  props: Omit<RecordSearchProps, 'keyFormat'> & { filter: Exclude<ReturnType<typeof filterOf>, { keyError: string }> },
) {
  const { topic, bounds, view, filter, onSearch } = props;
  const [state, session] = useRecordSearch(topic, view, filter);
  const errors = errorsOf(state.problem);
  const newestFirst = view.from === 'newest';
  return (
    <>
      <SearchBar terms={view.search} errors={errors} onSearch={onSearch} />
      <RecordSearchView
        topic={topic}
        state={state}
        session={session}
        total={totalOf(bounds, view)}
        newestFirst={newestFirst}
        problemIsShown={Object.keys(errors).length > 0}
      />
    </>
  );
}

/** From where in the middle it began is not known without asking. */
function totalOf(bounds: RecordSearchProps['bounds'], view: RecordView): number | null {
  if (!bounds || view.from === 'time') return null;
  return bounds.reduce((sum, { logStartOffset, endOffset }) => {
    const start = view.from === 'offset' ? Math.max(view.offset ?? 0, logStartOffset) : logStartOffset;
    return sum + Math.max(0, endOffset - start);
  }, 0);
}

const fields: { readonly [name: string]: keyof SearchTerms } = {
  key: 'key',
  keyPrefix: 'key',
  keyContains: 'key',
  valueContains: 'text',
  jsonPath: 'path',
  headers: 'header',
  fromTime: 'since',
  toTime: 'until',
};

/** What the API says about a field is said at that field. */
function errorsOf(problem: Problem | undefined): { readonly [field in keyof SearchTerms]?: string } {
  if (!problem) return {};
  if (problem.code === 'SEARCH_TIMEOUT') return { path: problem.message };
  const field = problem.code === 'INVALID_FILTER' ? fields[String(problem.details?.field)] : undefined;
  return field ? { [field]: problem.message } : {};
}
