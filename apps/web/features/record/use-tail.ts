import { stringifyDocument } from '@urql/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { TailSubscription, TailSubscriptionVariables } from '../../generated/graphql.ts';
import { graphql, readFragment } from '../../generated/index.ts';
import { useApi } from '../api/api-provider.tsx';
import { problemOf } from '../api/problem.ts';
import { recordRowFragment } from './record-row-fragment.ts';
import { type TailPort, TailSession, type TailState } from './tail-session.ts';

const tailSubscription = graphql(`
  subscription Tail($topics: [String!]!, $partitions: [Int!], $from: Position, $maxRecordsPerSecond: Int) {
    tail(topics: $topics, partitions: $partitions, from: $from, maxWaitMs: 100, maxRecordsPerSecond: $maxRecordsPerSecond) {
      partition
      nextOffset
      logEpoch
      skipped
      records {
        ...RecordRow
      }
    }
  }
`);

const tailEndsQuery = graphql(`
  query TailEnds($topic: String!) {
    topic(name: $topic) {
      partitions {
        partition
        endOffset
      }
    }
  }
`);

export interface TailOptions {
  readonly topic: string;
  readonly partitions: readonly number[] | null;
  readonly maxRecordsPerSecond: number;
}

type Api = ReturnType<typeof useApi>;

function tailPort(api: Api, { topic, partitions, maxRecordsPerSecond }: TailOptions): TailPort {
  return {
    async ends() {
      const result = await api.uncached.query(tailEndsQuery, { topic }).toPromise();
      if (result.error) throw problemOf(result.error);
      if (!result.data?.topic)
        throw { code: 'TOPIC_NOT_FOUND', message: `There is no topic "${topic}".`, retriable: false };
      return result.data.topic.partitions
        .filter(({ partition }) => partitions?.includes(partition) ?? true)
        .map(({ partition, endOffset }) => ({ partition, offset: endOffset }));
    },
    subscribe(offsets, sink) {
      const payload = {
        query: stringifyDocument(tailSubscription),
        // A getter, because graphql-ws sends the same payload again after a lost connection: it must say where reading is by then.
        get variables(): TailSubscriptionVariables & Record<string, unknown> {
          const from = { offsets: offsets().map((each) => ({ topic, ...each })) };
          return { topics: [topic], partitions, from, maxRecordsPerSecond };
        },
      };
      return api.socket.client.subscribe<TailSubscription>(payload, {
        next(result) {
          if (result.errors) sink.failed(problemOf(result.errors));
          else if (result.data) {
            const { tail } = result.data;
            sink.batch({ ...tail, records: readFragment(recordRowFragment, tail.records) });
          }
        },
        error: (error) => sink.failed(problemOf(error)),
        complete: () => sink.failed({ code: 'ENDED', message: 'The API ended the live view.', retriable: true }),
      });
    },
  };
}

const none: TailState = { status: 'starting', rows: [], received: 0, skipped: 0, rate: 0, waiting: 0, problem: null };
const never = () => () => {};

/** Watches a topic's end for as long as the component lives. */
export function useTail(options: TailOptions): [TailState, TailSession | null] {
  const api = useApi();
  const [session, setSession] = useState<TailSession | null>(null);
  const key = JSON.stringify(options);
  useEffect(() => {
    const next = new TailSession(tailPort(api, JSON.parse(key) as TailOptions));
    setSession(next);
    void next.start();
    return () => next.stop();
  }, [api, key]);
  const state = useSyncExternalStore(session?.listen ?? never, session?.getState ?? (() => none), () => none);
  return [state, session];
}
