'use client';

import { Button, EmptyState } from '@mantine/core';
import { PageLink } from '../frame/page-link.tsx';
import { IconStack2 } from '../icon/icons.ts';

export function TopicNotFound({ name }: { name: string }) {
  return (
    <EmptyState
      py={80}
      icon={<IconStack2 />}
      withIndicatorBackground
      title={`There is no topic "${name}"`}
      description="It may have been deleted, or the name in the address may be mistyped. Names tell upper from lower case."
    >
      <EmptyState.Actions>
        <Button component={PageLink} href={`/topics?search=${encodeURIComponent(name)}`} variant="default">
          Search for it
        </Button>
        <Button component={PageLink} href="/topics">
          All topics
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
