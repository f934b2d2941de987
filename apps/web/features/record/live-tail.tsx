'use client';

import { Button, EmptyState, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConnection } from '../api/api-provider.tsx';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconFilter, IconPlayerPauseFilled, IconPlayerPlayFilled, IconWaveSine } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { RecordTable } from './record-table.tsx';
import { recordContains } from './record-text.ts';
import classes from './table-bar.module.css';
import { TailStatus } from './tail-status.tsx';
import { useTail } from './use-tail.ts';

const limits = [20, 100, 500].map((each) => ({ value: String(each), label: `Up to ${each}/s` }));

/** Records as they come, newest on top; sampled when more come than can be read. */
export function LiveTail({ topic, partitions }: { topic: string; partitions: readonly number[] | null }) {
  const [limit, setLimit] = useState('100');
  const [filter, setFilter] = useState('');
  const [state, session] = useTail({ topic, partitions }, Number(limit));
  const { status: connection } = useConnection();
  const shown = filter ? state.rows.filter((record) => recordContains(record, filter)) : state.rows;
  const paused = state.status === 'paused';

  return (
    <Stack gap="sm">
      <div className={classes.bar}>
        <TextInput
          className={classes.filter as string}
          aria-label="Filter the rows below"
          placeholder="Filter the rows below by text"
          leftSection={<IconFilter size={15} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <div className={classes.controls}>
          <Select
            aria-label="Records shown a second"
            flex="0 1 130px"
            data={limits}
            value={limit}
            allowDeselect={false}
            onChange={(value) => setLimit(value ?? limit)}
          />
          <Button variant="default" disabled={state.rows.length === 0} onClick={() => session?.clear()}>
            Clear
          </Button>
          {paused ? (
            <Button leftSection={<IconPlayerPlayFilled size={14} />} onClick={() => session?.resume()}>
              Resume
            </Button>
          ) : (
            <Button
              variant="default"
              leftSection={<IconPlayerPauseFilled size={14} />}
              disabled={state.status !== 'live'}
              onClick={() => session?.pause()}
            >
              Pause
            </Button>
          )}
        </div>
      </div>
      <TailStatus state={state} connected={connection === 'connected'} shown={shown.length} filtered={filter !== ''} />
      {state.status === 'failed' && state.problem && (
        <ProblemPanel problem={state.problem} onRetry={() => void session?.start()} title="The live view ended" />
      )}
      {shown.length > 0 ? (
        <RecordTable topic={topic} records={shown} marksNew={state.rate < 5} />
      ) : (
        <Panel>
          <EmptyState
            py={48}
            icon={<IconWaveSine />}
            withIndicatorBackground
            title={filter && state.rows.length > 0 ? 'None of the rows contains that text' : 'Waiting for records'}
            description={
              filter && state.rows.length > 0
                ? 'Only the rows that are loaded are looked at.'
                : 'Whatever is produced to this topic from now on appears here.'
            }
          />
        </Panel>
      )}
      {state.received > state.rows.length && (
        <Text size="xs" c="dimmed" ta="center">
          The newest {formatCount(state.rows.length)} are kept here. Earlier ones are in the log: start from Newest.
        </Text>
      )}
    </Stack>
  );
}
