'use client';

import { Badge, Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePathname } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { lazyDialog } from '../frame/lazy-dialog.tsx';
import { PageHeading } from '../frame/page-heading.tsx';
import { PageTabs } from '../frame/page-tabs.tsx';
import { IconSend2 } from '../icon/icons.ts';
import { type Like, ProduceContext } from '../record/produce-context.ts';
import { TopicFigures, TopicFiguresSkeleton } from './topic-figures.tsx';
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

const ProduceRecord = lazyDialog(async () => (await import('../record/produce-record.tsx')).ProduceRecord);

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
  const active = tabs.find(({ value }) => path.endsWith(`/${value}`)) ?? tabs[0];
  const [producing, { open, close }] = useDisclosure();
  const [like, setLike] = useState<Like>();
  const [count, setCount] = useState(0);
  const produce = useMemo(() => {
    const openLike = (record?: Like) => {
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
      <PageHeading
        parent={{ href: '/topics', label: 'Topics' }}
        title={name}
        badge={topic?.internal && <Badge variant="default">internal</Badge>}
        action={
          <Button leftSection={<IconSend2 size={16} />} disabled={!topic} onClick={() => produce.open()}>
            Produce
          </Button>
        }
      />
      {/* The other pages read again themselves, and say so. */}
      {problem && topic && active.value === 'records' && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !topic && <ProblemPanel problem={problem} onRetry={refresh} title="The topic could not be read" />}
      {topic ? <TopicFigures topic={topic} /> : !problem && <TopicFiguresSkeleton />}
      <PageTabs
        label="Parts of the topic"
        active={active.label}
        tabs={tabs.map(({ value, label }) => ({ label, href: topicPath(name, value) }))}
      />
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
