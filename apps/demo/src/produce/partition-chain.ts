import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { GraphqlFailure, type HttpClient } from '../graphql/http-client.ts';
import { RunningHash } from '../running-hash.ts';

const produce = `mutation Produce($input: ProduceInput!) {
  produce(input: $input) { batches { partition baseOffset count } }
}`;

interface Produced {
  readonly produce: {
    readonly batches: readonly { readonly partition: number; readonly baseOffset: number; readonly count: number }[];
  };
}

const recordsPerMutation = 500;
/** Full mutations that may wait behind the one that is on its way. */
const maxWaiting = 2;
const maxAttempts = 8;
const retryDelayMs = 250;

/**
 * Produces to one partition, one mutation at a time: two that are on their way at once may arrive in either order. Several
 * partitions go on side by side.
 */
export class PartitionChain {
  readonly #client: HttpClient;
  readonly #topic: string;
  readonly #partition: number;
  readonly #onProduced: (count: number) => void;
  #records: string[] = [];
  #waiting: string[][] = [];
  #sending: Promise<void> | undefined;
  #failure: unknown;
  #nextOffset: number;
  /** Of the values, in the order they were given. */
  readonly hash = new RunningHash();

  constructor(options: {
    client: HttpClient;
    topic: string;
    partition: number;
    nextOffset: number;
    onProduced: (count: number) => void;
  }) {
    this.#client = options.client;
    this.#topic = options.topic;
    this.#partition = options.partition;
    this.#nextOffset = options.nextOffset;
    this.#onProduced = options.onProduced;
  }

  /** Whether the caller should wait for `drain` before it goes on. */
  get full(): boolean {
    return this.#waiting.length >= maxWaiting;
  }

  /** `value` as JSON text. */
  push(key: string, value: string): void {
    this.hash.add(value);
    this.#records.push(`{"key":${JSON.stringify(key)},"value":${value}}`);
    if (this.#records.length >= recordsPerMutation) this.#hand();
  }

  /** Resolves when there is room again; rejects when a mutation failed. */
  async drain(): Promise<void> {
    while (this.full && this.#sending) await this.#sending;
    if (this.#failure) throw this.#failure;
  }

  /** Sends what is left and waits for all of it. */
  async end(): Promise<void> {
    if (this.#records.length > 0) this.#hand();
    while (this.#sending) await this.#sending;
    if (this.#failure) throw this.#failure;
  }

  #hand(): void {
    this.#waiting.push(this.#records);
    this.#records = [];
    this.#sendNext();
  }

  #sendNext(): void {
    if (this.#sending || this.#failure) return;
    const records = this.#waiting.shift();
    if (!records) return;
    this.#sending = this.#send(records)
      .catch((error: unknown) => {
        this.#failure = error;
        this.#waiting = [];
      })
      .then(() => {
        this.#sending = undefined;
        this.#sendNext();
      });
  }

  async #send(records: readonly string[]): Promise<void> {
    const variables = `{"input":{"topic":${JSON.stringify(this.#topic)},"records":[${records.join(',')}]}}`;
    const { batches } = (await this.#tryToSend(variables)).produce;
    let count = 0;
    for (const batch of batches) {
      if (batch.partition !== this.#partition || batch.baseOffset !== this.#nextOffset) {
        throw new Failure(
          `Records went to partition ${batch.partition} at offset ${batch.baseOffset}, not to partition ${this.#partition} at offset ${this.#nextOffset}. Does somebody else produce to "${this.#topic}"?`,
        );
      }
      this.#nextOffset += batch.count;
      count += batch.count;
    }
    if (count !== records.length) throw new Failure(`${count} of ${records.length} records were acknowledged.`);
    this.#onProduced(count);
  }

  async #tryToSend(variables: string): Promise<Produced> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#client.send<Produced>(produce, variables);
      } catch (error) {
        // Refused, not lost: nothing of it was written.
        if (!(error instanceof GraphqlFailure && error.retriable) || attempt >= maxAttempts) throw error;
        await sleep(retryDelayMs * attempt);
      }
    }
  }
}
