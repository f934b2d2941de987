'use client';

import { Button, EmptyState } from '@mantine/core';
import { PageLink } from '../frame/page-link.tsx';
import { IconTopologyStar3 } from '../icon/icons.ts';

interface ProcessorNotFoundProps {
  readonly id: string;
  /** It was there until a moment ago. */
  readonly forgotten: boolean;
}

/** Looked for again all the while: the page comes back by itself when a program starts the application. */
export function ProcessorNotFound({ id, forgotten }: ProcessorNotFoundProps) {
  return (
    <EmptyState
      py={80}
      role="status"
      icon={<IconTopologyStar3 />}
      withIndicatorBackground
      title={forgotten ? `The application "${id}" is forgotten` : `There is no application "${id}"`}
      description={
        forgotten
          ? 'It was reset, or nothing of it is left. As soon as a program starts it again, it is shown here.'
          : 'It may have been reset, or the name in the address may be mistyped. As soon as a program of that name starts, it is shown here.'
      }
    >
      <EmptyState.Actions>
        <Button component={PageLink} href={`/processors?search=${encodeURIComponent(id)}`} variant="default">
          Search for it
        </Button>
        <Button component={PageLink} href="/processors">
          All processors
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
