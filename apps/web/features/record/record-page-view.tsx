'use client';

import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconFilter, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { NoRecords } from './no-records.tsx';
import { RecordTable, RecordTableSkeleton } from './record-table.tsx';
import { recordContains } from './record-text.ts';
import type { RecordView } from './record-view.ts';
import { useRecordPage } from './use-record-page.ts';

interface RecordPageViewProps {
  readonly topic: string;
  readonly view: RecordView;
  onChange(changes: Partial<RecordView>, history?: 'push' | 'replace'): void;
}

/** One page of records, with the ways on and back. From the newest, the newest are on top; otherwise the oldest. */
export function RecordPageView({ topic, view, onChange }: RecordPageViewProps) {
  const { page, problem, fetching, refresh } = useRecordPage(topic, view);
  const [filter, setFilter] = useState('');
  const newestFirst = view.from === 'newest';
  const records = page ? (newestFirst ? page.records.toReversed() : page.records) : [];
  const shown = filter ? records.filter((record) => recordContains(record, filter)) : records;
  const newer = page && !page.atEnd ? page.cursor : null;
  const older = page?.previousCursor ?? null;
  const go = (cursor: string | null) => onChange({ cursor, open: null }, 'push');

  const olderButton = (
    <Button
      key="older"
      variant="default"
      disabled={!older || fetching}
      onClick={() => go(older)}
      {...(newestFirst
        ? { rightSection: <IconChevronRight size={15} /> }
        : { leftSection: <IconChevronLeft size={15} /> })}
    >
      Older
    </Button>
  );
  const newerButton = (
    <Button
      key="newer"
      variant="default"
      disabled={!newer || fetching}
      onClick={() => go(newer)}
      {...(newestFirst
        ? { leftSection: <IconChevronLeft size={15} /> }
        : { rightSection: <IconChevronRight size={15} /> })}
    >
      Newer
    </Button>
  );

  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <TextInput
          aria-label="Filter the records of this page"
          placeholder="Filter this page's records by text"
          leftSection={<IconFilter size={15} />}
          w={{ base: '100%', xs: 320 }}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Text size="xs" c="dimmed" role="status">
            {filter && page
              ? `${formatCount(shown.length)} of this page's ${formatCount(records.length)}`
              : page &&
                `${formatCount(records.length)} ${records.length === 1 ? 'record' : 'records'}, ${newestFirst ? 'newest' : 'oldest'} first`}
          </Text>
          <Tooltip label="Read again">
            <ActionIcon
              variant="default"
              size={36}
              aria-label="Read again"
              loading={fetching && Boolean(page)}
              onClick={refresh}
            >
              <IconRefresh size={17} />
            </ActionIcon>
          </Tooltip>
          <Button.Group>{newestFirst ? [newerButton, olderButton] : [olderButton, newerButton]}</Button.Group>
        </Group>
      </Group>
      {problem && <ProblemPanel problem={problem} onRetry={refresh} title="The records could not be read" />}
      {!page && !problem && <RecordTableSkeleton />}
      {page && shown.length > 0 && <RecordTable key={view.open} topic={topic} records={shown} open={view.open} />}
      {page && shown.length === 0 && <NoRecords view={view} filter={filter} onChange={onChange} />}
    </Stack>
  );
}
