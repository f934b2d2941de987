'use client';

import { Alert, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { IconPlayerPlay } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { resetApplicationMutation, useResetEffects } from './use-reset-effects.ts';

const resetApplicationFragment = graphql(`
  fragment ResetApplication on StreamsApplication {
    id
    instances {
      id
      alive
    }
  }
`);

interface ResetApplicationProps {
  readonly application: FragmentType<typeof resetApplicationFragment>;
  readonly opened: boolean;
  onClose(): void;
}

/** Has an application begin from scratch, which cannot be undone: says first what that would do. */
export function ResetApplication({ application, opened, onClose }: ResetApplicationProps) {
  const { id, instances } = readFragment(resetApplicationFragment, application);
  const [, reset] = useMutation(resetApplicationMutation);
  const alive = instances.filter((instance) => instance.alive).length;
  return (
    <ConfirmDialog
      opened={opened}
      title="Reset this application?"
      action="Reset application"
      failure="The application was not reset"
      typed={{ of: 'application', name: id }}
      hindrance={alive > 0 && <IsRunning count={alive} />}
      onConfirm={() =>
        reset(
          { input: { application: id, dryRun: false } },
          { additionalTypenames: ['StreamsApplication', 'StreamsStore', 'StreamsError', 'Topic', 'ConsumerGroup'] },
        )
      }
      onDone={() => {
        notifications.show({ color: 'stream', title: 'Application reset', message: id });
        onClose();
      }}
      onClose={onClose}
    >
      <ResetEffects application={id} />
    </ConfirmDialog>
  );
}

function IsRunning({ count }: { count: number }) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconPlayerPlay />}
      title={count === 1 ? 'An instance is alive' : `${formatCount(count)} instances are alive`}
    >
      It can be reset only while nobody runs it. Stop its instances first; this notices by itself when they are gone.
    </Alert>
  );
}

/** Mounted with its dialog: what a reset would do is asked each time that is opened. */
function ResetEffects({ application }: { application: string }) {
  const { effects, problem, retry } = useResetEffects(application);
  if (problem) return <ProblemPanel problem={problem} onRetry={retry} title="What it would do could not be told" />;
  if (!effects) return <Skeleton height={96} />;
  const { offsetTopics, stores, deletedTopics } = effects;
  return (
    <Stack gap="xs" data-testid="reset-effects">
      <Text size="sm">
        Its next start begins from scratch. Output topics keep what they have: what is computed again is written again.
      </Text>
      <List size="sm" spacing={4}>
        <Effect what="Forgets what is committed in" names={offsetTopics} otherwise="Nothing is committed" />
        <Effect what="Clears the state of" names={stores} otherwise="No state to clear" />
        <Effect what="Deletes the internal topics" names={deletedTopics} otherwise="No internal topics to delete" />
      </List>
    </Stack>
  );
}

function Effect({ what, names, otherwise }: { what: string; names: readonly string[]; otherwise: string }) {
  if (names.length === 0) return <List.Item c="dimmed">{otherwise}</List.Item>;
  return (
    <List.Item style={{ overflowWrap: 'anywhere' }}>
      {what} <b>{names.join(', ')}</b>
    </List.Item>
  );
}
