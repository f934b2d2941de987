'use client';

import { ActionIcon, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { IconFilter, IconRefresh } from '../icon/icons.ts';
import { formatCount, formatRecords } from '../quantity/quantity.ts';
import { NoRecords } from './no-records.tsx';
import { PageButtons } from './page-buttons.tsx';
import { RecordTable, RecordTableSkeleton } from './record-table.tsx';
import { recordContains } from './record-text.ts';
import type { RecordView } from './record-view.ts';
import classes from './table-bar.module.css';
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

  return (
    <Stack gap="sm">
      <div className={classes.bar}>
        <TextInput
          className={classes.filter as string}
          aria-label="Filter the records of this page"
          placeholder="Filter this page's records by text"
          leftSection={<IconFilter size={15} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <div className={classes.controls}>
          <Text size="xs" c="dimmed" role="status" className={classes.count as string}>
            {page &&
              (filter
                ? `${formatCount(shown.length)} of ${formatCount(records.length)} match`
                : formatRecords(records.length))}
            {page && !filter && (
              <span className={classes.order}>{newestFirst ? ', newest first' : ', oldest first'}</span>
            )}
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
          <PageButtons
            newestFirst={newestFirst}
            older={page?.previousCursor ?? null}
            newer={page && !page.atEnd ? page.cursor : null}
            disabled={fetching}
            onGo={(cursor) => onChange({ cursor, open: null }, 'push')}
          />
        </div>
      </div>
      {problem && page && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !page && <ProblemPanel problem={problem} onRetry={refresh} title="The records could not be read" />}
      {!page && !problem && <RecordTableSkeleton />}
      {page && shown.length > 0 && <RecordTable key={view.open} topic={topic} records={shown} open={view.open} />}
      {page && shown.length === 0 && <NoRecords view={view} filter={filter} onChange={onChange} />}
    </Stack>
  );
}
