import { stringifyDocument } from '@urql/core';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
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

interface TailOptions {
  readonly topic: string;
  readonly partitions: readonly number[] | null;
}

type Api = ReturnType<typeof useApi>;

function tailPort(api: Api, { topic, partitions }: TailOptions): TailPort {
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
    subscribe(offsets, maxRecordsPerSecond, sink) {
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

/** Watches a topic's end for as long as the component lives. Another limit leaves the session as it is. */
export function useTail(options: TailOptions, maxRecordsPerSecond: number): [TailState, TailSession | null] {
  const api = useApi();
  const [session, setSession] = useState<TailSession | null>(null);
  const key = JSON.stringify(options);
  const sessionOn = useEffectEvent((port: TailPort) => new TailSession(port, maxRecordsPerSecond));
  useEffect(() => {
    const next = sessionOn(tailPort(api, JSON.parse(key) as TailOptions));
    setSession(next);
    void next.start();
    return () => next.stop();
  }, [api, key]);
  useEffect(() => session?.limit(maxRecordsPerSecond), [session, maxRecordsPerSecond]);
  const state = useSyncExternalStore(session?.listen ?? never, session?.getState ?? (() => none), () => none);
  return [state, session];
}
