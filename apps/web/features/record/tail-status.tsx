import { Group, Text } from '@mantine/core';
import { formatCount } from '../quantity/quantity.ts';
import type { TailState } from './tail-session.ts';
import classes from './tail-status.module.css';

interface TailStatusProps {
  readonly state: TailState;
  readonly connected: boolean;
  readonly shown: number;
  readonly filtered: boolean;
}

/** What a live view is doing, in one line of fixed height. */
export function TailStatus({ state, connected, shown, filtered }: TailStatusProps) {
  const rate = state.rate >= 10 ? formatCount(Math.round(state.rate)) : state.rate.toFixed(state.rate === 0 ? 0 : 1);
  return (
    <Group gap="md" mih={22} className={classes.status as string}>
      <Text
        size="sm"
        fw={560}
        role="status"
        data-testid="tail-status"
        className={classes.word as string}
        data-status={connected ? state.status : 'starting'}
      >
        {wordOf(state, connected)}
      </Text>
      {state.status === 'live' && <Text size="sm">{rate} records/s</Text>}
      <Text size="sm" c="dimmed">
        {formatCount(state.received)} received
      </Text>
      {state.skipped > 0 && (
        <Text size="sm" c="dimmed" title="More came than this view is set to show; they are in the log.">
          {formatCount(state.skipped)} skipped
        </Text>
      )}
      {filtered && (
        <Text size="sm" c="dimmed">
          {formatCount(shown)} of {formatCount(state.rows.length)} rows match
        </Text>
      )}
      {state.status === 'paused' && (
        <Text size="sm" fw={560}>
          {formatCount(state.waiting)} waiting
        </Text>
      )}
      {state.status === 'live' && state.waiting > 0 && (
        <Text size="sm" c="dimmed">
          resumed with {formatCount(state.waiting)} waiting
        </Text>
      )}
    </Group>
  );
}

function wordOf(state: TailState, connected: boolean): string {
  if (state.status === 'paused') return 'Paused';
  if (state.status === 'failed') return 'Ended';
  if (!connected) return 'Reconnecting: continues where it was';
  if (state.status === 'starting') return state.problem ? `Trying again (${state.problem.code})` : 'Starting';
  return 'Live';
}
