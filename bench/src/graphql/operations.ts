import type { BenchRecord } from '../data/record-pool.ts';

/** A record as a GraphQL client has it: the value is an object, not text. */
export interface RecordInput {
  readonly key: string;
  readonly value: unknown;
}

export function recordInputs(records: readonly BenchRecord[]): readonly RecordInput[] {
  return records.map(({ key, value }) => ({
    key: key.toString('latin1'),
    value: JSON.parse(value.toString('latin1')),
  }));
}

const produceQuery = `mutation Produce($input: ProduceInput!) {
  produce(input: $input) { batches { partition baseOffset count } }
}`;

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export function produce(topic: string, records: readonly RecordInput[]): Operation {
  return { query: produceQuery, variables: { input: { topic, records } } };
}

const tailQuery = `subscription Tail($topics: [String!]!, $from: Position, $maxRecords: Int!) {
  tail(topics: $topics, from: $from, maxRecords: $maxRecords) { partition nextOffset records { offset key value } }
}`;

export function tail(topic: string, edge: 'EARLIEST' | 'LATEST', maxRecords = 500): Operation {
  return { query: tailQuery, variables: { topics: [topic], from: { edge }, maxRecords } };
}

/** What `tail` gives, as far as it is selected. */
export interface TailPayload<Value> {
  readonly tail: {
    readonly records: readonly { readonly offset: number; readonly key: string; readonly value: Value }[];
  };
}

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

export function assertAnswer({ errors }: GraphqlAnswer): void {
  if (errors?.[0]) throw new Error(`The API answered: ${errors[0].message}`);
}

const consumeQuery = `subscription Consume($input: ConsumeInput!) {
  consume(input: $input) { __typename
    ... on Assignment { memberId generation partitions { partition } }
    ... on RecordBatch { partition nextOffset records { offset key value } } }
}`;

export function consume(group: string, topic: string, maxRecords = 500): Operation {
  // The window holds a few batches, so that reading goes on while commits are on their way.
  const input = { group, topics: [topic], maxRecords, maxUncommitted: 20 * maxRecords };
  return { query: consumeQuery, variables: { input } };
}

/** What `consume` gives, as far as it is selected. */
export interface ConsumePayload<Value> {
  readonly consume:
    | { readonly __typename: 'Assignment'; readonly memberId: string; readonly generation: number }
    | { readonly __typename: 'Revocation' }
    | {
        readonly __typename: 'RecordBatch';
        readonly partition: number;
        readonly nextOffset: number;
        readonly records: readonly { readonly offset: number; readonly key: string; readonly value: Value }[];
      };
}

const commitQuery = 'mutation Commit($input: CommitOffsetsInput!) { commitOffsets(input: $input) { __typename } }';

export function commitOffsets(input: Record<string, unknown>): Operation {
  return { query: commitQuery, variables: { input } };
}
