import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RecordFilter } from '../../generated/graphql.ts';
import { graphql, readFragment } from '../../generated/index.ts';
import { useApi } from '../api/api-provider.tsx';
import { problemOf } from '../api/problem.ts';
import { recordRowFragment } from './record-row-fragment.ts';
import { positionOf, type RecordView } from './record-view.ts';
import { SearchSession, type SearchState } from './search-session.ts';

const recordSearchQuery = graphql(`
  query RecordSearch($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!, $filter: RecordFilter!) {
    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit, filter: $filter) {
      cursor
      previousCursor
      search {
        ended
        scannedRecords
        partitions {
          fromOffset
          toOffset
        }
      }
      records {
        ...RecordRow
      }
    }
  }
`);

const idle: SearchState = { status: 'stopped', records: [], scanned: 0, covered: 0 };
const listenToNothing = () => () => {};

/** Searches a topic as long as it is shown, newest first from the newest, else on from where reading starts. Ends its request when it goes. */
export function useRecordSearch(
  topic: string,
  view: RecordView,
  filter: RecordFilter,
): readonly [SearchState, SearchSession | undefined] {
  const { uncached } = useApi();
  const [session, setSession] = useState<SearchSession>();
  const start = positionOf({ ...view, cursor: null });
  const key = JSON.stringify([topic, view.partitions, start, view.limit, filter]);

  useEffect(() => {
    const [name, partitions, from, limit, wanted] = JSON.parse(key) as [
      string,
      RecordView['partitions'],
      typeof start,
      number,
      RecordFilter,
    ];
    if (!from) return;
    const search = new SearchSession({
      from,
      limit,
      backward: 'last' in from,
      ask: (position, missing, answer) => {
        const variables = { topic: name, partitions, filter: wanted, limit: missing };
        const asked = { ...variables, from: 'last' in position ? { last: missing } : position };
        const { unsubscribe } = uncached.query(recordSearchQuery, asked).subscribe((result) => {
          if (result.error) answer({ problem: problemOf(result.error) });
          else if (result.data?.records.search) {
            const { records, cursor, previousCursor, search: progress } = result.data.records;
            const part = { cursor, previousCursor: previousCursor ?? null, ...progress };
            answer({ part: { ...part, records: readFragment(recordRowFragment, records) } });
          }
        });
        return unsubscribe;
      },
    });
    setSession(search);
    search.goOn();
    return () => search.stop();
  }, [key, uncached]);

  const state = useSyncExternalStore(session?.listen ?? listenToNothing, session?.getState ?? (() => idle), () => idle);
  return [state, session];
}
