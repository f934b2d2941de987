import { stringifyDocument } from '@urql/core';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { TableChangedSubscription } from '../../../generated/graphql.ts';
import { graphql, readFragment } from '../../../generated/index.ts';
import { useApi } from '../../api/api-provider.tsx';
import { type Problem, problemOf } from '../../api/problem.ts';
import { type ChangeFeed, emptyFeed, paused, resumed, withChanges } from './change-feed.ts';
import { type EntryData, tableChangeFragment } from './entry-data.ts';

const tableChangedSubscription = graphql(`
  subscription TableChanged($application: ID!, $store: String!, $keys: [JSON!]) {
    tableChanged(application: $application, store: $store, keys: $keys) {
      skipped
      changes {
        ...TableChangeRow
      }
    }
  }
`);

interface TableChangesInput {
  readonly application: string;
  readonly store: string;
  /** The only key that is watched; undefined: all. */
  readonly only?: unknown;
}

interface TableChanges {
  readonly feed: ChangeFeed;
  /** Whether whatever changes from now on is told. */
  readonly following: boolean;
  /** Why nothing more comes. */
  readonly problem: Problem | undefined;
  pause(): void;
  resume(): void;
  clear(): void;
  retry(): void;
}

/** However fast changes come, they are shown four times a second. */
const flushMs = 250;
const retryMs = 1_000;

/** Follows a table from now on. A connection that is lost is made again; what changed meanwhile is not told, but that it may have is. */
export function useTableChanges({ application, store, only }: TableChangesInput): TableChanges {
  const { socket } = useApi();
  const [feed, setFeed] = useState(emptyFeed);
  const [problem, setProblem] = useState<Problem>();
  const [following, setFollowing] = useState(false);
  const [round, retry] = useReducer((count: number) => count + 1, 0);
  const keys = only === undefined ? 'null' : JSON.stringify([only]);
  const followed = useRef<string>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: round subscribes again
  useEffect(() => {
    const watched = JSON.stringify([application, store, keys]);
    let arrived: EntryData[] = [];
    let skipped = false;
    let ended = false;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    setProblem(undefined);
    const failed = (reason: Problem) => {
      if (ended) return;
      ended = true;
      setProblem(reason);
      setFollowing(false);
      if (reason.retriable) retryTimer = setTimeout(retry, retryMs);
    };
    const flushTimer = setInterval(() => {
      const [changes, leftOut] = [arrived, skipped];
      arrived = [];
      skipped = false;
      setFeed((last) => withChanges(last, changes, leftOut));
    }, flushMs);
    const stop = socket.client.subscribe<TableChangedSubscription>(
      {
        query: stringifyDocument(tableChangedSubscription),
        variables: { application, store, keys: JSON.parse(keys) as unknown },
      },
      {
        next({ data, errors }) {
          if (errors) failed(problemOf(errors));
          else setFollowing(true);
          if (!data) return;
          const { changes, skipped: leftOut } = data.tableChanged;
          for (const change of changes) arrived.push(readFragment(tableChangeFragment, change));
          skipped ||= leftOut;
          if (changes.length > 0 || leftOut) return;
          // A subscription begins with such an event: what changed between the one before and this one is not told.
          skipped ||= followed.current === watched;
          followed.current = watched;
        },
        error: (error) => failed(problemOf(error)),
        complete: () => failed({ code: 'ENDED', message: 'The API ended the live view.', retriable: true }),
      },
    );
    return () => {
      ended = true;
      clearInterval(flushTimer);
      clearTimeout(retryTimer);
      stop();
    };
  }, [socket, application, store, keys, round]);

  return {
    feed,
    problem,
    following,
    pause: () => setFeed(paused),
    resume: () => setFeed(resumed),
    clear: () => setFeed((last) => ({ ...last, rows: [], skipped: false })),
    retry,
  };
}
