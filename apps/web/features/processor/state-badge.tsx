import { Badge } from '@mantine/core';

interface Word {
  readonly label: string;
  readonly color: string;
  readonly text: string;
}

/** What states of applications, instances and tasks are called. */
const words: { readonly [state: string]: Word } = {
  STARTING: { label: 'Starting', color: 'yellow', text: 'Makes its own topics and joins its group.' },
  RUNNING: { label: 'Running', color: 'stream', text: 'Records are processed as they come.' },
  FAILED: {
    label: 'Failed',
    color: 'red',
    text: 'An error has stopped it. Nothing of the epoch that failed was done.',
  },
  STOPPING: { label: 'Stopping', color: 'yellow', text: 'Commits what is in hand and leaves.' },
  STOPPED: { label: 'Stopped', color: 'gray', text: 'Nobody runs it. What it has committed stays.' },
  RETRYING: { label: 'Retrying', color: 'yellow', text: 'Waits before it tries an epoch again.' },
  UNASSIGNED: { label: 'Unassigned', color: 'gray', text: 'No live instance runs it.' },
};

interface StateBadgeProps {
  readonly state: string;
  readonly size?: string;
  readonly testId?: string;
}

/** A state in one word, explained on hover. */
export function StateBadge({ state, size = 'md', testId }: StateBadgeProps) {
  // States may be added: a newer API than this console names one it has no words for.
  const { label, color, text } = words[state] ?? { label: state, color: 'gray', text: '' };
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      title={text}
      data-testid={testId}
      style={{ minWidth: 'max-content' }}
    >
      {label}
    </Badge>
  );
}
