import { Alert } from '@mantine/core';
import { IconUsers } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';

interface HasMembersProps {
  readonly count: number;
  /** What is refused: "It can be deleted". */
  readonly what: string;
}

/** Why something has to wait: no member may work from what is taken away. */
export function HasMembers({ count, what }: HasMembersProps) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconUsers />}
      title={count === 1 ? 'The group has a member' : `The group has ${formatCount(count)} members`}
    >
      {what} only while nobody reads for it. Stop its consumers first; this notices by itself when they are gone.
    </Alert>
  );
}
