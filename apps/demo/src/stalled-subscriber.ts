import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { HttpClient } from './graphql/http-client.ts';
import { readMetric } from './metrics.ts';

const tail = `subscription Stalled($topics: [String!]!) {
  tail(topics: $topics, from: { edge: EARLIEST }, maxRecords: 1000) { records { offset key value } }
}`;

const outcomeSeries = 'millrace_sockets_ended_total{outcome="SLOW_CONSUMER"}';
const pollMs = 500;

/** A subscriber that takes one batch and then nothing more off its socket, as a client that hangs does. */
export class StalledSubscriber {
  readonly #client: HttpClient;
  readonly #socket: WebSocket;
  readonly #endedBefore: Promise<number>;
  readonly #closed: Promise<number>;

  constructor(client: HttpClient, graphqlUrl: string, topic: string) {
    this.#client = client;
    this.#endedBefore = this.#slowConsumers();
    this.#socket = new WebSocket(graphqlUrl.replace(/^http/, 'ws'), 'graphql-transport-ws');
    // It is torn down by the server; the code says how.
    this.#socket.on('error', () => {});
    this.#closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('open', () => this.#send({ type: 'connection_init' }));
    this.#socket.on('message', (data) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'connection_ack') {
        this.#send({ id: '1', type: 'subscribe', payload: { query: tail, variables: { topics: [topic] } } });
      } else if (type === 'next') {
        this.#socket.pause();
      }
    });
  }

  /** What became of it, as a sentence, once the API has ended it or `timeoutMs` are over. */
  async outcome(timeoutMs: number): Promise<{ readonly ended: boolean; readonly text: string }> {
    const before = await this.#endedBefore;
    for (const end = performance.now() + timeoutMs; performance.now() < end; await sleep(pollMs)) {
      if ((await this.#slowConsumers()) > before) {
        // What was under way is still to be read before the socket tells that it was closed.
        this.#socket.removeAllListeners('message');
        this.#socket.resume();
        const code = await this.#closed;
        return {
          ended: true,
          text: `The subscriber that stopped reading was ended: SLOW_CONSUMER (close code ${code}).`,
        };
      }
    }
    this.#socket.terminate();
    return { ended: false, text: `The subscriber that stopped reading is still there after ${timeoutMs / 1000} s.` };
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  async #slowConsumers(): Promise<number> {
    return (await readMetric(this.#client, outcomeSeries)) ?? 0;
  }
}
