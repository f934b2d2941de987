'use client';

import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX, IconRefresh } from '../icon/icons.ts';
import { useApi } from './api-provider.tsx';
import { adviceFor, type Problem } from './problem.ts';
import { unsettledTitle } from './unsettled.ts';

interface ProblemPanelProps {
  readonly problem: Problem;
  readonly onRetry?: (() => void) | undefined;
  /** What failed, as a short sentence. */
  readonly title?: string;
  /** What to do about a change of which nobody knows whether it was made. */
  readonly unsettled?: string | undefined;
}

/** An error as it is shown everywhere: what happened, its code, what to do, and a way to try again. */
export function ProblemPanel({ problem, onRetry, title, unsettled }: ProblemPanelProps) {
  const { address } = useApi();
  const unreachable = problem.code === 'UNREACHABLE';
  const advice = adviceFor(problem);
  const failure = unreachable ? 'The API cannot be reached' : (title ?? 'That did not work');
  return (
    <Alert
      role="alert"
      color={problem.retriable ? 'yellow' : 'red'}
      variant="light"
      icon={unreachable ? <IconPlugConnectedX /> : <IconAlertTriangle />}
      title={unsettled ? unsettledTitle : failure}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {problem.message}
          {unreachable && (
            <>
              {' '}
              It is expected at <Code>{address.http}</Code>.
            </>
          )}
        </Text>
        {unsettled && <Text size="sm">{unsettled}</Text>}
        {advice && <Text size="sm">{advice}</Text>}
        <Group gap="sm">
          {onRetry && (
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
              Try again
            </Button>
          )}
          <Code>{problem.code}</Code>
        </Group>
      </Stack>
    </Alert>
  );
}
