'use client';

import { Button, EmptyState } from '@mantine/core';
import { IconCompassOff } from '../icon/icons.ts';
import { PageLink } from './page-link.tsx';

export function PageNotFound() {
  return (
    <EmptyState
      py={80}
      icon={<IconCompassOff />}
      withIndicatorBackground
      title="There is no such page"
      description="The address may be mistyped, or what it showed has been deleted."
    >
      <EmptyState.Actions>
        <Button component={PageLink} href="/topics">
          All topics
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
