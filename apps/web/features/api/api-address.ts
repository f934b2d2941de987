export interface ApiAddress {
  /** For queries and mutations. */
  readonly http: string;
  /** For subscriptions. */
  readonly webSocket: string;
}

/**
 * Where the browser finds the API: MILLRACE_API_URL, read on the server for every page, so that one build serves any
 * installation. Default http://127.0.0.1:4000/graphql.
 */
export function apiAddress(setting = process.env.MILLRACE_API_URL): ApiAddress {
  const text = setting || 'http://127.0.0.1:4000/graphql';
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(
      `MILLRACE_API_URL must be an http or https address such as http://127.0.0.1:4000/graphql, not "${text}".`,
    );
  }
  const webSocket = new URL(url);
  webSocket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return { http: url.href, webSocket: webSocket.href };
}
