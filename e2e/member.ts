import { type Client, createClient } from 'graphql-ws';
import { afterEach, inject } from 'vitest';
import { WebSocket } from 'ws';
import { api } from './api.ts';

interface Place {
  readonly topic: string;
  readonly partition: number;
}

type ConsumeEvent =
  | {
      readonly kind: 'Assignment';
      readonly memberId: string;
      readonly generation: number;
      readonly partitions: Place[];
    }
  | { readonly kind: 'Revocation' }
  | (Place & { readonly kind: 'RecordBatch'; readonly nextOffset: number });

const consume = `subscription ($input: ConsumeInput!) { consume(input: $input) { kind: __typename
  ... on Assignment { memberId generation partitions { topic partition } }
  ... on RecordBatch { topic partition nextOffset }
} }`;
const commit = 'mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { offsets { partition } } }';
const limitMs = 40_000;

/** A member of a group, as a user's service would be one: a `consume` subscription over a socket of its own. */
export class Member {
  readonly group: string;
  readonly #client: Client;
  #socket: WebSocket | undefined;
  #changed: () => void = () => {};
  #failure: unknown;
  memberId = '';
  #generation = -1;
  partitions: readonly Place[] = [];
  readonly #nextOffsets = new Map<string, Place & { nextOffset: number }>();

  constructor(input: { readonly group: string }) {
    this.group = input.group;
    this.#client = createClient({
      url: inject('apiUrl').replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      on: {
        connected: (socket) => {
          this.#socket = socket as WebSocket;
        },
      },
    });
    this.#client.subscribe<{ consume: ConsumeEvent }>(
      { query: consume, variables: { input } },
      {
        next: ({ data, errors }) => (data ? this.#take(data.consume) : this.#fail(errors)),
        error: (error) => this.#fail(error),
        complete: () => {},
      },
    );
  }

  /** Waits until it owns so many partitions. */
  owns(count: number): Promise<void> {
    return this.#until(`${count} partitions`, () => this.memberId !== '' && this.partitions.length === count);
  }

  /** Waits until everything before these ends came: one number for each partition that has records. */
  reached(ends: readonly number[]): Promise<void> {
    const wanted = ends.toSorted().join();
    return this.#until(`the ends ${wanted}`, () => {
      return (
        [...this.#nextOffsets.values()]
          .map(({ nextOffset }) => nextOffset)
          .toSorted()
          .join() === wanted
      );
    });
  }

  /** Commits all that came. */
  async commit(): Promise<void> {
    const { group, memberId } = this;
    const offsets = [...this.#nextOffsets.values()];
    await api(commit, { input: { group, memberId, generation: this.#generation, offsets } });
  }

  /** Says goodbye, as a service that is stopped. */
  async leave(): Promise<void> {
    await this.#client.dispose();
  }

  /** Ends as a service that is killed: its socket is gone without a word. */
  kill(): void {
    this.#socket?.terminate();
  }

  #take(event: ConsumeEvent) {
    if (event.kind === 'Assignment') {
      this.memberId = event.memberId;
      this.#generation = event.generation;
      this.partitions = event.partitions;
      for (const [key, { topic, partition }] of this.#nextOffsets) {
        if (!event.partitions.some((each) => each.topic === topic && each.partition === partition))
          this.#nextOffsets.delete(key);
      }
    } else if (event.kind === 'RecordBatch') {
      const { topic, partition, nextOffset } = event;
      this.#nextOffsets.set(`${topic}/${partition}`, { topic, partition, nextOffset });
    }
    this.#changed();
  }

  #fail(error: unknown) {
    this.#failure = error;
    this.#changed();
  }

  async #until(what: string, done: () => boolean): Promise<void> {
    const limit = AbortSignal.timeout(limitMs);
    while (!done()) {
      if (this.#failure) throw new Error(`The member ended before ${what}: ${JSON.stringify(this.#failure)}`);
      await new Promise<void>((resolve, reject) => {
        this.#changed = resolve;
        limit.onabort = () => reject(new Error(`The member had not ${what} within ${limitMs} ms.`));
      });
    }
  }
}

/** Makes members that leave after the test. */
export function useMembers() {
  const members: Member[] = [];
  afterEach(async () => {
    await Promise.all(members.splice(0).map((member) => member.leave()));
  });
  return function join(group: string, input: object): Member {
    const member = new Member({ group, ...input });
    members.push(member);
    return member;
  };
}
