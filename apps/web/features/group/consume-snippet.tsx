'use client';

import { ActionIcon, Anchor, Code, Text, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useApi } from '../api/api-provider.tsx';
import classes from './consume-snippet.module.css';

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
  const clipboard = useClipboard();
  const { address } = useApi();
  const snippet = snippetFor(topic);
  return (
    <div className={classes.snippet}>
      <div className={classes.code}>
        <Code block pr={48} className={classes.text as string} tabIndex={0}>
          {snippet}
        </Code>
        <Tooltip label={clipboard.copied ? 'Copied' : 'Copy'}>
          <ActionIcon
            variant="default"
            className={classes.copy as string}
            aria-label="Copy the subscription"
            onClick={() => clipboard.copy(snippet)}
          >
            {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <Text size="xs" c="dimmed">
        Run it in{' '}
        <Anchor href={address.http} target="_blank" rel="noreferrer" size="xs">
          GraphiQL
        </Anchor>
        , or over any graphql-transport-ws client. Run it twice and the two share the partitions.
      </Text>
    </div>
  );
}
