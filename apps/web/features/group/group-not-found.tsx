'use client';

import { Button, EmptyState } from '@mantine/core';
import { PageLink } from '../frame/page-link.tsx';
import { IconUsersGroup } from '../icon/icons.ts';

interface GroupNotFoundProps {
  readonly id: string;
  /** It was there until a moment ago. */
  readonly deleted: boolean;
}

/** Looked for again all the while: the page comes back by itself when a consumer makes the group. */
export function GroupNotFound({ id, deleted }: GroupNotFoundProps) {
  return (
    <EmptyState
      py={80}
      role="status"
      icon={<IconUsersGroup />}
      withIndicatorBackground
      title={deleted ? `The group "${id}" was deleted` : `There is no consumer group "${id}"`}
      description={
        deleted
          ? 'Somebody deleted it while this page was open, with all it had committed. As soon as a consumer makes it again, it is shown here.'
          : 'It may have been deleted, or the name in the address may be mistyped. As soon as a consumer of that name starts, it is shown here.'
      }
    >
      <EmptyState.Actions>
        <Button component={PageLink} href={`/groups?search=${encodeURIComponent(id)}`} variant="default">
          Search for it
        </Button>
        <Button component={PageLink} href="/groups">
          All groups
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
