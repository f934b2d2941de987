// One of any number of workers that share the topic "jobs" by GraphQL. Start it three times and kill one: the others take over.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const url = process.env.MILLRACE_GRAPHQL_URL ?? 'ws://127.0.0.1:4000/graphql';
const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: Number.POSITIVE_INFINITY });
const group = 'workers';
const query = `subscription ($input: ConsumeInput!) { consume(input: $input) { __typename
  ... on Assignment { memberId generation partitions { partition } }
  ... on RecordBatch { topic partition nextOffset records { value } } } }`;
const commit = 'mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { __typename } }';

let member = {};
const input = { group, topics: ['jobs'], clientId: `graphql worker ${process.pid}` };
for await (const { data, errors } of client.iterate<{ consume: ConsumeEvent }>({ query, variables: { input } })) {
  if (!data) throw new Error(errors?.[0]?.message);
  const event = data.consume;
  if (event.__typename === 'Assignment') {
    member = { memberId: event.memberId, generation: event.generation };
    console.log(`mine: ${event.partitions.map(({ partition }) => partition).join(' ')}`);
  } else if (event.__typename === 'RecordBatch') {
    for (const { value } of event.records) console.log(`partition ${event.partition}: job ${value.job}`);
    const { topic, partition, nextOffset } = event;
    const offsets = [{ topic, partition, nextOffset }];
    const answers = client.iterate({ query: commit, variables: { input: { group, ...member, offsets } } });
    // Refused where somebody else has the partition by now: it will do these jobs again.
    for await (const answer of answers) if (answer.errors) console.error(answer.errors[0]?.message);
  }
}

type ConsumeEvent =
  | { __typename: 'Assignment'; memberId: string; generation: number; partitions: { partition: number }[] }
  | { __typename: 'Revocation' }
  | { __typename: 'RecordBatch'; topic: string; partition: number; nextOffset: number; records: { value: Job }[] };
type Job = { job: number };
