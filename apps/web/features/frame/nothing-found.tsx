import { EmptyState } from '@mantine/core';
import { IconSearchOff } from '../icon/icons.ts';

interface NothingFoundProps {
  /** What was searched, in the singular. */
  readonly thing: string;
  readonly search: string;
  readonly advice?: string;
}

/** In place of a list whose search found nothing. */
export function NothingFound({ thing, search, advice = 'Try a shorter part of the name.' }: NothingFoundProps) {
  return (
    <EmptyState
      py={56}
      icon={<IconSearchOff />}
      withIndicatorBackground
      title={`No ${thing}'s name contains "${search}"`}
      description={advice}
    />
  );
}
