'use client';

import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import type { ApiAddress } from './api-address.ts';
import { type ConnectionState, LiveSocket } from './live-socket.ts';

interface Api {
  readonly address: ApiAddress;
  readonly socket: LiveSocket;
  /** For what must not be kept: records have no identity, and a page of them is read once. */
  readonly uncached: Client;
}

const ApiContext = createContext<Api | null>(null);

/** Longer than the API itself waits for a busy partition (30 s), so that its answer comes first. */
const requestTimeoutMs = 45_000;

function apiFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  // While a page is rendered on the server nothing is asked: components show their skeletons until the browser asks.
  if (typeof window === 'undefined') return new Promise(() => {});
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  return fetch(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout });
}

export function ApiProvider({ address, children }: { address: ApiAddress; children: ReactNode }) {
  const [{ client, api }] = useState(() => {
    const common = { url: address.http, fetch: apiFetch, preferGetMethod: false } as const;
    return {
      client: new Client({ ...common, exchanges: [cacheExchange, fetchExchange] }),
      api: {
        address,
        socket: new LiveSocket(address.webSocket),
        uncached: new Client({ ...common, exchanges: [fetchExchange] }),
      },
    };
  });

  useEffect(() => {
    void api.socket.client;
  }, [api]);

  return (
    <ApiContext value={api}>
      <Provider value={client}>{children}</Provider>
    </ApiContext>
  );
}

export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error('useApi needs an ApiProvider around it.');
  return api;
}

const beforeConnecting: ConnectionState = { status: 'connecting', since: 0 };

export function useConnection(): ConnectionState {
  const { socket } = useApi();
  return useSyncExternalStore(socket.listen, socket.getState, () => beforeConnecting);
}
