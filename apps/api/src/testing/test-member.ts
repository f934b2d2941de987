import type { ExecutionResult } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

type Data = { readonly [name: string]: unknown };
type Place = { readonly topic: string; readonly partition: number };

export interface TestRecord extends Place {
  readonly offset: number;
  readonly value: unknown;
}

export type TestEvent =
  | {
      readonly __typename: 'Assignment';
      readonly memberId: string;
      readonly generation: number;
      readonly partitions: readonly (Place & { readonly offset: number })[];
    }
  | { readonly __typename: 'Revocation'; readonly partitions: readonly Place[]; readonly deadline: string }
  | (Place & {
      readonly __typename: 'RecordBatch';
      readonly nextOffset: number;
      readonly logEpoch: number;
      readonly records: readonly { readonly offset: number; readonly value: unknown }[];
    });

const consume = `subscription ($input: ConsumeInput!) { consume(input: $input) { __typename
  ... on Assignment { memberId generation partitions { topic partition offset } }
  ... on Revocation { partitions { topic partition } deadline }
  ... on RecordBatch { topic partition nextOffset logEpoch records { offset value } }
} }`;
const commit = `mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { offsets { topic partition nextOffset } } }`;
const limitMs = 30_000;

/** A member of a group over a socket of its own, as a client would write it: it remembers its assignment, and commits when told to. */
export class TestMember {
  readonly input: Data;
  readonly #client: Client;
  readonly #events: TestEvent[] = [];
  #wake: () => void = () => {};
  #unsubscribe: () => void = () => {};
  #ended: { readonly error: unknown } | undefined;
  /** The socket below, once it is there. */
  socket: WebSocket | undefined;
  memberId = '';
  generation = -1;
  partitions: readonly (Place & { readonly offset: number })[] = [];
  /** All that came, in order. */
  readonly records: TestRecord[] = [];
  /** Where each partition's last batch ended. */
  readonly nextOffsets = new Map<string, Place & { readonly nextOffset: number; readonly logEpoch: number }>();

  constructor(socketUrl: string, input: Data) {
    this.input = input;
    this.#client = createClient({
      url: socketUrl,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      // The end of the subscription tells.
      onNonLazyError: () => {},
      on: {
        connected: (socket) => {
          this.socket = socket as WebSocket;
        },
      },
    });
    this.#unsubscribe = this.#client.subscribe<{ consume: TestEvent }>(
      { query: consume, variables: { input } },
      {
        next: ({ data, errors }) => {
          if (data) this.#take(data.consume);
          else this.#end(errors);
        },
        error: (error) => this.#end(error),
        complete: () => this.#end(null),
      },
    );
  }

  /** Joins, and waits for the first assignment. */
  static async join(api: { readonly socketUrl: string }, input: Data): Promise<TestMember> {
    const member = new TestMember(api.socketUrl, input);
    await member.until('Assignment');
    return member;
  }

  /** The next event of that kind that fits; those before it are passed over. */
  async until<Kind extends TestEvent['__typename']>(
    kind: Kind,
    fits: (event: Extract<TestEvent, { __typename: Kind }>) => boolean = () => true,
  ): Promise<Extract<TestEvent, { __typename: Kind }>> {
    for (;;) {
      const event = await this.next();
      if (event.__typename === kind && fits(event as never)) return event as never;
    }
  }

  async next(): Promise<TestEvent> {
    await this.#wait('an event', () => this.#events.length > 0);
    return this.#events.shift() as TestEvent;
  }

  /** Waits until so many records have come, from now on or before. */
  async received(count: number): Promise<readonly TestRecord[]> {
    await this.#wait(`${count} records`, () => this.records.length >= count);
    return this.records;
  }

  /** Waits for an assignment of exactly so many partitions. */
  async owns(count: number): Promise<void> {
    await this.#wait(`${count} partitions`, () => this.partitions.length === count && this.memberId !== '');
  }

  /** The errors that the subscription ended with, or null when it was completed. */
  async ended(): Promise<{ message: string; extensions: Data }[] | null> {
    await this.#wait('the end', () => this.#ended !== undefined, true);
    const { error } = this.#ended as { error: unknown };
    return error as never;
  }

  /** Commits over the member's socket; all that came by default, else these. */
  commit(
    offsets?: readonly (Place & { readonly nextOffset: number })[],
    options: { readonly release?: boolean } = {},
  ): Promise<ExecutionResult> {
    const input = {
      group: this.input.group,
      memberId: this.memberId,
      generation: this.generation,
      offsets: offsets ?? [...this.nextOffsets.values()],
      ...options,
    };
    return this.execute(commit, { input });
  }

  /** An operation over the same socket. */
  execute(query: string, variables: Data = {}): Promise<ExecutionResult> {
    return new Promise((resolve, reject) => {
      let result: ExecutionResult | undefined;
      this.#client.subscribe(
        { query, variables },
        {
          next: (value) => {
            result = value as ExecutionResult;
          },
          error: reject,
          complete: () => resolve(result as ExecutionResult),
        },
      );
    });
  }

  /** Ends the subscription; the socket stays. */
  leave(): void {
    this.#unsubscribe();
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #take(event: TestEvent): void {
    if (event.__typename === 'Assignment') {
      this.memberId = event.memberId;
      this.generation = event.generation;
      this.partitions = event.partitions;
      for (const key of this.nextOffsets.keys()) {
        if (!event.partitions.some(({ topic, partition }) => `${topic}/${partition}` === key))
          this.nextOffsets.delete(key);
      }
    } else if (event.__typename === 'RecordBatch') {
      const { topic, partition, nextOffset, logEpoch, records } = event;
      for (const record of records) this.records.push({ topic, partition, ...record });
      this.nextOffsets.set(`${topic}/${partition}`, { topic, partition, nextOffset, logEpoch });
    }
    this.#events.push(event);
    this.#wake();
  }

  #end(error: unknown): void {
    this.#ended ??= { error };
    this.#wake();
  }

  async #wait(what: string, done: () => boolean, mayEnd = false): Promise<void> {
    while (!done()) {
      if (this.#ended && !mayEnd) throw new Error(`Ended before ${what}: ${JSON.stringify(this.#ended.error)}`);
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No ${what} within ${limitMs} ms.`)), limitMs);
        const before = this.#wake;
        this.#wake = () => {
          clearTimeout(timer);
          before();
          resolve();
        };
      });
    }
  }
}
