import { type AnyVariables, stringifyVariables, type TypedDocumentNode } from '@urql/core';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useApi } from './api-provider.tsx';
import { type Problem, problemOf } from './problem.ts';

interface LiveQueryOptions<Data, Variables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /** Asked again after this long while the page is visible, unless the answer is still awaited; and at once when the connection comes back. */
  readonly refreshMs?: number;
  /** Shows the answer for other variables until the one for these is there. */
  readonly keepPrevious?: boolean;
  /** Types whose changes by mutations make this answer stale although none of them may be in it. */
  readonly typenames?: string[];
}

interface LiveQuery<Data> {
  readonly data: Data | undefined;
  /** Of the last attempt; with data, that is the last that came. */
  readonly problem: Problem | undefined;
  readonly fetching: boolean;
  refresh(): void;
}

/** A query that stays true: a failed refresh keeps what is shown and says so, instead of taking it away. */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  options: LiveQueryOptions<Data, Variables>,
): LiveQuery<Data> {
  const { query, variables, refreshMs, keepPrevious = false, typenames } = options;
  const types = typenames?.join();
  const context = useMemo(() => (types ? { additionalTypenames: types.split(',') } : {}), [types]);
  const [result, execute] = useQuery<Data, Variables>({
    query,
    variables,
    requestPolicy: 'cache-and-network',
    context,
  } as Parameters<typeof useQuery<Data, Variables>>[0]);

  const key = stringifyVariables(variables);
  const [kept, setKept] = useState<{ key: string; data: Data }>();
  // urql gives what it has of the variables before until there is an answer for these.
  const answered = result.operation && stringifyVariables(result.operation.variables) === key;
  const error = answered ? result.error : undefined;
  const current = answered && !error ? (result.data ?? undefined) : undefined;
  if (current && kept?.data !== current) setKept({ key, data: current });

  const refresh = () => execute({ requestPolicy: 'network-only' });
  const fetching = result.fetching || result.stale;
  const tick = useEffectEvent(() => {
    // Asking again gives up what is under way: an answer that takes longer than this would never come, nor its failure.
    if (document.visibilityState === 'visible' && !fetching) refresh();
  });
  useEffect(() => {
    if (!refreshMs) return;
    const timer = setInterval(tick, refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs]);
  const failed = Boolean(error);
  const { socket } = useApi();
  const connectionChanged = useEffectEvent(() => {
    if (failed && socket.getState().status === 'connected') refresh();
  });
  // Not by useConnection: a whole page would be rendered once more when the connection is there.
  useEffect(() => socket.listen(() => connectionChanged()), [socket]);

  const data = current ?? (kept && (keepPrevious || kept.key === key) ? kept.data : undefined);
  return {
    data,
    problem: error ? problemOf(error) : undefined,
    fetching,
    refresh,
  };
}
