'use client';

import { Anchor } from '@mantine/core';
import { useApi } from '../api/api-provider.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';

const snippetFor = (topic: string) => `subscription {
  consume(input: {
    group: "my-group", topics: ["${topic}"], commit: ON_DELIVERY
  }) {
    ... on Assignment { generation partitions { topic partition offset } }
    ... on RecordBatch { topic partition records { offset key value } }
  }
}`;

/** The shortest way to make a group: a subscription to copy. */
export function ConsumeSnippet({ topic }: { topic: string }) {
  const { address } = useApi();
  return (
    <CodeSnippet code={snippetFor(topic)} what="subscription">
      Run it in{' '}
      <Anchor href={address.http} target="_blank" rel="noreferrer" size="xs">
        GraphiQL
      </Anchor>
      , or over any graphql-transport-ws client. Run it twice and the two share the partitions.
    </CodeSnippet>
  );
}
