import { Pool } from 'undici';
import { assertAnswer, type GraphqlAnswer, type Operation } from './operations.ts';

const headers = { 'content-type': 'application/json' };

/** Sends operations over kept connections, one at a time on each. */
export class HttpCaller {
  readonly #pool: Pool;

  constructor(origin: string, connections: number) {
    this.#pool = new Pool(origin, { connections, pipelining: 1 });
  }

  /** Serialises, sends, reads and parses the answer: what any client has to do. */
  async call<T>(operation: Operation): Promise<T> {
    const { body } = await this.#pool.request({
      path: '/graphql',
      method: 'POST',
      headers,
      body: JSON.stringify(operation),
    });
    const answer = (await body.json()) as GraphqlAnswer;
    assertAnswer(answer);
    return answer.data as T;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
