import { useEffect, useState } from 'react';
import { graphql, readFragment } from '../../generated/index.ts';
import { useApi } from '../api/api-provider.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { useProduce } from './produce-context.ts';
import { recordRowFragment } from './record-row-fragment.ts';
import type { RecordData } from './record-text.ts';
import { positionOf, type RecordView } from './record-view.ts';

const recordPageQuery = graphql(`
  query RecordPage($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!) {
    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit) {
      cursor
      previousCursor
      atEnd
      records {
        ...RecordRow
      }
    }
  }
`);

interface RecordPage {
  readonly records: readonly RecordData[];
  readonly cursor: string | null;
  readonly previousCursor: string | null;
  readonly atEnd: boolean;
}

interface PageState {
  /** Of what was asked for; another one than the present is stale. */
  readonly key: string;
  /** What that was, however often it was read. */
  readonly asked?: string;
  readonly page?: RecordPage | undefined;
  readonly problem?: Problem;
}

interface RecordPageResult {
  readonly page: RecordPage | undefined;
  /** Of the last attempt; with a page, that is the one that was read before. */
  readonly problem: Problem | undefined;
  /** A page, possibly the one shown, is being read. */
  readonly fetching: boolean;
  refresh(): void;
}

/** Reads one page of a topic's records, and again on `refresh` and when one was produced by hand. The last page stays until the next is there, or the next fails and is another one. */
export function useRecordPage(topic: string, view: RecordView): RecordPageResult {
  const { uncached } = useApi();
  const { count: produced } = useProduce();
  const from = positionOf(view);
  const variables = { topic, partitions: view.partitions, from, limit: view.limit };
  const [round, setRound] = useState(0);
  const key = from ? JSON.stringify([variables, round, produced]) : '';
  const [state, setState] = useState<PageState>({ key: '' });

  useEffect(() => {
    if (key === '') return;
    const [wanted] = JSON.parse(key) as [typeof variables];
    const asked = JSON.stringify(wanted);
    const { unsubscribe } = uncached.query(recordPageQuery, wanted).subscribe((result) => {
      if (result.error) {
        const problem = problemOf(result.error);
        setState((last) => ({ key, asked, problem, page: last.asked === asked ? last.page : undefined }));
      } else if (result.data) {
        const { records, cursor, previousCursor, atEnd } = result.data.records;
        const page = { records: readFragment(recordRowFragment, records), atEnd };
        setState({ key, asked, page: { ...page, cursor: cursor ?? null, previousCursor: previousCursor ?? null } });
      }
    });
    return unsubscribe;
  }, [key, uncached]);

  const refresh = () => setRound((last) => last + 1);
  if (key === '') return { page: undefined, problem: undefined, fetching: false, refresh };
  return { page: state.page, problem: state.problem, fetching: state.key !== key, refresh };
}
