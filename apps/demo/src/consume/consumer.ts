import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Failure } from '../failure.ts';
import type { Flight } from '../flights/flight.ts';
import { RunningHash } from '../running-hash.ts';
import type { DemoTopic } from '../topic.ts';
import { MeanDelays } from './mean-delays.ts';

const tail = `subscription Tail($topics: [String!]!, $from: Position!) {
  tail(topics: $topics, from: $from, maxRecords: 1000) { partition nextOffset records { offset key value } }
}`;

interface Batch {
  readonly partition: number;
  readonly nextOffset: number;
  readonly records: readonly { readonly offset: number; readonly key: string; readonly value: Flight }[];
}

/** What was seen of one partition. */
export interface ConsumedPartition {
  nextOffset: number;
  /** Of the values, in the order they came. */
  readonly hash: RunningHash;
  /** The first things that were wrong, as sentences. */
  readonly faults: string[];
}

const maxFaults = 3;

/** Reads a topic by one subscription: counts, means, and whether the order is right. Keeps no records. */
export class Consumer {
  readonly #client: Client;
  readonly #onProgress: (consumed: number) => void;
  readonly partitions: readonly ConsumedPartition[];
  readonly delays = new MeanDelays();
  readonly #ended: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #stop: () => void = () => {};
  #reached: (() => void) | undefined;
  #target = Number.POSITIVE_INFINITY;
  consumed = 0;
  /** On the process's clock: of the newest batch. */
  lastBatchAt = performance.now();

  constructor(graphqlUrl: string, topic: DemoTopic, onProgress: (consumed: number) => void) {
    this.#onProgress = onProgress;
    this.partitions = topic.endOffsets.map((nextOffset) => ({ nextOffset, hash: new RunningHash(), faults: [] }));
    this.#client = createClient({
      url: graphqlUrl.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: (error) => this.#fail(asFailure(error)),
    });
    this.#ended = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.#ended.catch(() => {});
    this.#subscribe(topic);
  }

  /** Resolves when `target` records have come; rejects when the subscription ends or nothing comes for `idleMs`. */
  async wait(target: number, idleMs: number): Promise<void> {
    this.#target = target;
    const reached = new Promise<void>((resolve) => {
      this.#reached = resolve;
    });
    this.#check();
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        if (performance.now() - this.lastBatchAt < idleMs) return;
        reject(new Failure(`Nothing more arrived for ${idleMs / 1000} s.`));
      }, 1_000);
    });
    try {
      await Promise.race([reached, idle, this.#ended]);
    } finally {
      clearInterval(timer);
    }
  }

  /** Rejects when the subscription ends by itself, which it should not. */
  get ended(): Promise<never> {
    return this.#ended;
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#client.dispose();
  }

  #subscribe(topic: DemoTopic): void {
    // Each message is dealt with where it arrives: nothing queues up in this process.
    this.#stop = this.#client.subscribe<{ tail: Batch }>(
      { query: tail, variables: { topics: [topic.name], from: { edge: 'EARLIEST' } } },
      {
        next: ({ data, errors }) => {
          if (errors?.[0]) this.#fail(new Failure(`The subscription ended: ${errors[0].message}`));
          else if (data) this.#take(data.tail);
        },
        error: (error) => this.#fail(asFailure(error)),
        complete: () => this.#fail(new Failure('The subscription was completed by the API.')),
      },
    );
  }

  #take(batch: Batch): void {
    const partition = this.partitions[batch.partition];
    if (!partition) {
      this.#fail(
        new Failure(`Records of partition ${batch.partition} arrived, and the topic has ${this.partitions.length}.`),
      );
      return;
    }
    for (const { offset, key, value } of batch.records) {
      if (offset !== partition.nextOffset) fault(partition, `offset ${offset} where ${partition.nextOffset} was due`);
      if (key !== value.origin)
        fault(partition, `at offset ${offset} the key is ${key} and the origin ${value.origin}`);
      partition.nextOffset = offset + 1;
      partition.hash.add(JSON.stringify(value));
      this.delays.add(value.origin, value.delay);
    }
    this.consumed += batch.records.length;
    this.lastBatchAt = performance.now();
    this.#onProgress(this.consumed);
    this.#check();
  }

  #check(): void {
    if (this.consumed >= this.#target) this.#reached?.();
  }
}

function fault(partition: ConsumedPartition, sentence: string): void {
  if (partition.faults.length < maxFaults) partition.faults.push(sentence);
}

/** graphql-ws hands out errors, close events and lists of GraphQL errors. */
function asFailure(error: unknown): Failure {
  const { message, code, reason } = (Array.isArray(error) ? error[0] : error) as {
    message?: string;
    code?: number;
    reason?: string;
  };
  return new Failure(`The subscription ended: ${message || reason || `socket closed with ${code}`}`);
}
