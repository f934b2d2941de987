import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { assertAnswer, type GraphqlAnswer, type Operation } from './operations.ts';

/** One WebSocket, through the client that most use. */
export class SocketCaller {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Resolves once the API has acknowledged the connection. */
  static open(url: string): Promise<SocketCaller> {
    return new Promise((resolve, reject) => {
      const client = createClient({
        url,
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        onNonLazyError: (error) => reject(asError(error)),
      });
      client.on('connected', () => resolve(new SocketCaller(client)));
    });
  }

  /** A mutation, answered once. */
  call<T>(operation: Operation): Promise<T> {
    return new Promise((resolve, reject) => {
      let answer: GraphqlAnswer | undefined;
      this.#client.subscribe(
        { ...operation },
        {
          next: (value) => {
            answer = value as GraphqlAnswer;
          },
          error: (error) => reject(asError(error)),
          complete: () => {
            try {
              assertAnswer(answer ?? {});
              resolve(answer?.data as T);
            } catch (error) {
              reject(error);
            }
          },
        },
      );
    });
  }

  /** A subscription: `onData` is called where each message arrives. Gives back what ends it. */
  subscribe<T>(operation: Operation, onData: (data: T) => void, onEnd: (error: Error) => void): () => void {
    return this.#client.subscribe(
      { ...operation },
      {
        next: (value) => {
          const { data, errors } = value as GraphqlAnswer;
          if (errors?.[0]) onEnd(new Error(errors[0].message));
          else onData(data as T);
        },
        error: (error) => onEnd(asError(error)),
        complete: () => onEnd(new Error('The API completed the subscription.')),
      },
    );
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}

/** graphql-ws hands out errors, close events and lists of GraphQL errors. */
function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  const { message, code, reason } = (Array.isArray(error) ? error[0] : error) as {
    message?: string;
    code?: number;
    reason?: string;
  };
  return new Error(message || reason || `The socket was closed with ${code}.`);
}
