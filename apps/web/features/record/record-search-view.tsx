'use client';

import { Button, EmptyState, Progress, Stack, Text } from '@mantine/core';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconPlayerStopFilled, IconSearchOff } from '../icon/icons.ts';
import { formatCount, formatRecords } from '../quantity/quantity.ts';
import classes from './record-search-view.module.css';
import { RecordTable, RecordTableSkeleton } from './record-table.tsx';
import type { SearchSession, SearchState } from './search-session.ts';

interface RecordSearchViewProps {
  readonly topic: string;
  readonly state: SearchState;
  readonly session: SearchSession | undefined;
  /** Records there are from where it began, as far as is known. */
  readonly total: number | null;
  readonly newestFirst: boolean;
  /** Whether the problem is shown where it belongs already. */
  readonly problemIsShown: boolean;
}

/** What a search has found so far, how far it looked, and the ways to stop it and to go on. */
export function RecordSearchView(props: RecordSearchViewProps) {
  const { topic, state, session, total, newestFirst, problemIsShown } = props;
  const { status, records, problem } = state;
  const searching = status === 'searching';
  return (
    <Stack gap="sm">
      <div className={classes.bar}>
        <div className={classes.progress}>
          <Text size="sm" role="status" className={classes.words as string}>
            <strong data-testid="search-found">{formatCount(records.length)} found</strong>
            <span className={classes.looked}>
              {looked(state, total)}
              {records.length > 0 && (newestFirst ? ', newest first' : ', oldest first')}
            </span>
          </Text>
          <Progress
            aria-label="How much of the topic was looked at"
            value={percentOf(state, total)}
            animated={searching}
            size="sm"
          />
        </div>
        {searching ? (
          <Button variant="default" leftSection={<IconPlayerStopFilled size={14} />} onClick={() => session?.stop()}>
            Cancel
          </Button>
        ) : (
          <Button variant="default" disabled={status === 'done' || problemIsShown} onClick={() => session?.goOn()}>
            {status === 'full' ? 'Find more' : 'Go on'}
          </Button>
        )}
      </div>
      {problem && !problemIsShown && (
        <ProblemPanel problem={problem} onRetry={() => session?.goOn()} title="The search ended early" />
      )}
      {records.length > 0 && <RecordTable topic={topic} records={records} />}
      {records.length === 0 && searching && <RecordTableSkeleton />}
      {records.length === 0 && (status === 'done' || status === 'stopped') && (
        <Panel>
          <EmptyState
            py={48}
            icon={<IconSearchOff />}
            withIndicatorBackground
            title={status === 'done' ? 'No record is like that' : 'Nothing found so far'}
            description={
              status === 'done'
                ? 'All records from where it began were looked at. Try less: a part of a text, a longer time, other partitions.'
                : 'The search was stopped. Go on from where it stands, or change what it looks for.'
            }
          />
        </Panel>
      )}
    </Stack>
  );
}

function looked({ status, scanned, covered }: SearchState, total: number | null): string {
  if (status === 'done') return ` in all ${formatRecords(Math.max(covered, scanned))}`;
  const percent = total ? ` (${Math.floor(percentOf({ status, scanned, covered, records: [] }, total))} %)` : '';
  return ` in ${formatRecords(covered)}${percent}`;
}

function percentOf({ status, covered }: SearchState, total: number | null): number {
  if (status === 'done') return 100;
  return total ? Math.min(99, (100 * covered) / total) : 0;
}
