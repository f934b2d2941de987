import { type AnyVariables, stringifyDocument, type TypedDocumentNode } from '@urql/core';
import { useEffect, useReducer, useState } from 'react';
import { useApi, useConnection } from './api-provider.tsx';
import type { ConnectionState } from './live-socket.ts';
import { type Problem, problemOf } from './problem.ts';

interface LiveSubscription<Data> {
  /** The newest that came. */
  readonly data: Data | undefined;
  /** Why nothing newer comes; with data, that is the last that came. */
  readonly problem: Problem | undefined;
  /** Subscribes again. What is shown stays until something comes. */
  retry(): void;
}

interface Received<Data> {
  readonly key: string;
  readonly data?: Data;
  readonly problem?: Problem;
}

const retryMs = 1_000;

/**
 * What a subscription says last. It begins with the state of things, so that it needs no query beside it; a lost connection
 * and a problem that may pass are tried again by themselves.
 */
export function useLiveSubscription<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): LiveSubscription<Data> {
  const { socket } = useApi();
  const connection = useConnection();
  const [round, retry] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify(variables);
  const [received, setReceived] = useState<Received<Data>>({ key });

  // biome-ignore lint/correctness/useExhaustiveDependencies: round subscribes again
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const failed = (problem: Problem) => {
      if (ended) return;
      ended = true;
      setReceived((last) => (last.key === key ? { ...last, problem } : { key, problem }));
      if (problem.retriable) timer = setTimeout(retry, retryMs);
    };
    const payload = { query: stringifyDocument(query), variables: JSON.parse(key) as Record<string, unknown> };
    const stop = socket.client.subscribe<Data>(payload, {
      next(result) {
        if (result.errors) failed(problemOf(result.errors));
        else if (result.data && !ended) setReceived({ key, data: result.data });
      },
      error: (error) => failed(problemOf(error)),
      complete: () => failed({ code: 'ENDED', message: 'The API ended the live view.', retriable: true }),
    });
    return () => {
      ended = true;
      clearTimeout(timer);
      stop();
    };
  }, [socket, query, key, round]);

  const { data, problem } = received.key === key ? received : ({ key } as Received<Data>);
  return { data, problem: problem ?? problemOfConnection(connection), retry };
}

function problemOfConnection({ status, reason }: ConnectionState): Problem | undefined {
  if (status === 'connected' || status === 'connecting') return undefined;
  if (status === 'refused')
    return { code: 'REFUSED', message: `The API refused the connection. ${reason ?? ''}`.trim(), retriable: false };
  return { code: 'UNREACHABLE', message: 'The API gave no answer.', retriable: true };
}
