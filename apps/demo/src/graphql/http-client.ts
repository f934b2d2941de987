import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Failure } from '../failure.ts';

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly retriable?: boolean };
}

/** A refusal by the API, with its code. */
export class GraphqlFailure extends Failure {
  readonly code: string | undefined;
  readonly retriable: boolean;

  constructor(error: GraphqlError) {
    super(error.extensions?.code ? `${error.extensions.code}: ${error.message}` : error.message);
    this.code = error.extensions?.code;
    this.retriable = error.extensions?.retriable ?? false;
  }
}

/** Sends operations over connections that are kept. */
export class HttpClient {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** `variables` as JSON text. Throws GraphqlFailure for the first error of the answer. */
  async send<T>(query: string, variables = '{}'): Promise<T> {
    const answer = await this.#post(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
    const { data, errors } = JSON.parse(answer) as { data?: T; errors?: readonly GraphqlError[] };
    const [error] = errors ?? [];
    if (error) throw new GraphqlFailure(error);
    return data as T;
  }

  /** A page of the same server, as text. */
  async get(path: string): Promise<string> {
    const response = await fetch(new URL(path, this.#url));
    if (!response.ok) throw new Failure(`GET ${path}: ${response.status}`);
    return response.text();
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const call = request(this.#url, { method: 'POST', agent: this.#agent, headers: jsonHeaders }, (response) => {
        text(response).then(resolve, reject);
      });
      call.once('error', (error) =>
        reject(new Failure(`The API at ${this.#url.href} does not answer: ${error.message}`)),
      );
      call.end(body);
    });
  }
}
