'use client';

import { Button, EmptyState, Group, Stack, Text } from '@mantine/core';
import { useConnection } from '../../api/api-provider.tsx';
import { ProblemPanel } from '../../api/problem-panel.tsx';
import { Panel } from '../../frame/panel.tsx';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconWaveSine } from '../../icon/icons.ts';
import { formatCount } from '../../quantity/quantity.ts';
import { EntryTable } from './entry-table.tsx';
import { useTableChanges } from './use-table-changes.ts';

interface TableLiveProps {
  readonly application: string;
  readonly store: string;
  readonly windowed: boolean;
  /** The only key that is watched; undefined: all. */
  readonly only?: unknown;
}

/** Changes of a table as its epochs are committed, the newest on top. */
export function TableLive({ windowed, ...watched }: TableLiveProps) {
  const { feed, problem, following, pause, resume, clear, retry } = useTableChanges(watched);
  const { status } = useConnection();
  const live = following && status === 'connected';
  const word = feed.paused ? 'Paused' : live ? 'Live' : problem && !problem.retriable ? 'Ended' : 'Connecting';
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="md">
          <Text size="sm" fw={560} role="status" data-testid="table-status">
            {word}
          </Text>
          <Text size="sm" c="dimmed">
            {formatCount(feed.shown)} {feed.shown === 1 ? 'change' : 'changes'}
          </Text>
          {feed.paused && (
            <Text size="sm" fw={560}>
              {formatCount(feed.waitingCount)} waiting
            </Text>
          )}
          {feed.skipped && (
            <Text
              size="sm"
              c="dimmed"
              title="More changed than could be told, or the connection was lost; the table itself has all of it."
            >
              some may be left out
            </Text>
          )}
        </Group>
        <Group gap="xs">
          <Button variant="default" disabled={feed.rows.length === 0} onClick={clear}>
            Clear
          </Button>
          {feed.paused ? (
            <Button leftSection={<IconPlayerPlayFilled size={14} />} onClick={resume}>
              Resume
            </Button>
          ) : (
            <Button variant="default" leftSection={<IconPlayerPauseFilled size={14} />} onClick={pause}>
              Pause
            </Button>
          )}
        </Group>
      </Group>
      {problem && !problem.retriable && <ProblemPanel problem={problem} onRetry={retry} title="The live view ended" />}
      {feed.rows.length > 0 ? (
        <EntryTable entries={feed.rows} windowed={windowed} marksNew={!feed.paused} />
      ) : (
        <Panel>
          <EmptyState
            py={48}
            icon={<IconWaveSine />}
            withIndicatorBackground
            title="Waiting for changes"
            description="Whatever changes in this table from now on appears here."
          />
        </Panel>
      )}
    </Stack>
  );
}
