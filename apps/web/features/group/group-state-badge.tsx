import { Badge } from '@mantine/core';
import type { ConsumerGroupState } from '../../generated/graphql.ts';

const words: { readonly [S in ConsumerGroupState]: { label: string; color: string; text: string } } = {
  EMPTY: {
    label: 'Empty',
    color: 'gray',
    text: 'No member: nobody reads for this group. What it has committed stays.',
  },
  RECONCILING: {
    label: 'Reconciling',
    color: 'yellow',
    text: 'Partitions are on their way from member to member. Those that stay are read on.',
  },
  STABLE: { label: 'Stable', color: 'stream', text: 'Every member has the partitions it shall have.' },
};

/** A group's state in one word, explained on hover. */
export function GroupStateBadge({ state, size = 'md' }: { state: ConsumerGroupState; size?: string }) {
  // States may be added: a newer API than this console names one it has no words for.
  const { label, color, text } = words[state] ?? { label: state, color: 'gray', text: '' };
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      title={text}
      data-testid="group-state"
      style={{ minWidth: 'max-content' }}
    >
      {label}
    </Badge>
  );
}
