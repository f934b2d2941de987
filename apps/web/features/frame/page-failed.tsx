'use client';

import { Button, Code, EmptyState } from '@mantine/core';
import { IconBug } from '../icon/icons.ts';

/** When a page itself breaks, which is a defect of the console and said so. */
export function PageFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <EmptyState
      py={80}
      icon={<IconBug />}
      withIndicatorBackground
      title="This page broke"
      description="That is a defect of the console, not of your data. Trying again may help; the message below helps whoever fixes it."
    >
      <Code block maw={640}>
        {error.message}
      </Code>
      <EmptyState.Actions>
        <Button onClick={onRetry}>Try again</Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
