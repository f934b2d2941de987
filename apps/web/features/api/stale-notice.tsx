import { Anchor, Group, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { Problem } from './problem.ts';

/** Above data that could not be refreshed: it is the last that came. */
export function StaleNotice({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <Group gap={6} role="status" c="yellow.8" wrap="nowrap">
      <IconCloudOff size={16} aria-hidden />
      <Text size="xs" c="inherit">
        Not refreshed ({problem.code}): this is what was last read.{' '}
        <Anchor component="button" type="button" size="xs" onClick={onRetry}>
          Try again
        </Anchor>
      </Text>
    </Group>
  );
}
