import { Anchor, Group, Text } from '@mantine/core';
import { IconCloudOff } from '../icon/icons.ts';
import type { Problem } from './problem.ts';

/** Above data that could not be refreshed: it is the last that came. */
export function StaleNotice({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <Group gap={6} role="status" wrap="nowrap">
      <IconCloudOff size={16} color="var(--mantine-color-yellow-filled)" aria-hidden />
      <Text size="xs">
        Not refreshed ({problem.code}): this is what was last read.{' '}
        <Anchor component="button" type="button" size="xs" onClick={onRetry}>
          Try again
        </Anchor>
      </Text>
    </Group>
  );
}
