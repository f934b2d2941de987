'use client';

import { Anchor, Badge, Button, Group, Stack, Tabs, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend2 } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { ProduceContext } from '../record/produce-context.ts';
import { ProduceRecord } from '../record/produce-record.tsx';
import type { RecordData } from '../record/record-text.ts';
import { TopicFigures, TopicFiguresSkeleton } from './topic-figures.tsx';
import classes from './topic-frame.module.css';
import { topicPath } from './topic-name.ts';
import { TopicNotFound } from './topic-not-found.tsx';

const topicQuery = graphql(`
  query Topic($name: String!) {
    topic(name: $name) {
      id
      name
      internal
      ...TopicFigures
      ...ProduceRecordTopic
    }
  }
`);

const tabs = [
  { value: 'records', label: 'Records' },
  { value: 'partitions', label: 'Partitions' },
  { value: 'consumers', label: 'Consumers' },
  { value: 'statistics', label: 'Statistics' },
  { value: 'configuration', label: 'Configuration' },
] as const;

/** What the pages of one topic share: its name, its figures, the tabs (each an address), and producing to it. */
export function TopicFrame({ name, children }: { name: string; children: ReactNode }) {
  const path = usePathname();
  const active = tabs.find(({ value }) => path.endsWith(`/${value}`))?.value ?? 'records';
  const [producing, { open, close }] = useDisclosure();
  const [like, setLike] = useState<RecordData>();
  const [count, setCount] = useState(0);
  const produce = useMemo(() => {
    const openLike = (record?: RecordData) => {
      setLike(record);
      open();
    };
    return { open: openLike, count };
  }, [open, count]);
  const { data, problem, refresh } = useLiveQuery({
    query: topicQuery,
    variables: { name },
    refreshMs: 3_000,
    typenames: ['Topic'],
  });
  if (data && data.topic === null) return <TopicNotFound name={name} />;
  const topic = data?.topic;

  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} href="/topics" size="xs" c="dimmed">
          Topics
        </Anchor>
        <div className={classes.heading}>
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Title order={1} className={classes.name as string} title={name}>
              {name}
            </Title>
            {topic?.internal && <Badge variant="default">internal</Badge>}
          </Group>
          <Button
            leftSection={<IconSend2 size={16} />}
            disabled={!topic}
            onClick={() => produce.open()}
            className={classes.produce as string}
          >
            Produce
          </Button>
        </div>
      </div>
      {/* The other pages read again themselves, and say so. */}
      {problem && topic && active === 'records' && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !topic && <ProblemPanel problem={problem} onRetry={refresh} title="The topic could not be read" />}
      {topic ? <TopicFigures topic={topic} /> : !problem && <TopicFiguresSkeleton />}
      <Tabs value={active} className={classes.tabs as string}>
        <Tabs.List aria-label="Parts of the topic">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab
              key={value}
              value={value}
              renderRoot={(props) => <Link href={topicPath(name, value)} {...props} />}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {(topic || !problem) && <ProduceContext value={produce}>{children}</ProduceContext>}
      {topic && (
        <ProduceRecord
          topic={topic}
          opened={producing}
          like={like}
          onProduced={() => setCount(count + 1)}
          onClose={close}
        />
      )}
    </Stack>
  );
}
