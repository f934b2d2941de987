'use client';

import { Button, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { SettingsSection } from '../frame/settings-section.tsx';
import { HasMembers } from './has-members.tsx';

const deleteGroupFragment = graphql(`
  fragment DeleteGroup on ConsumerGroup {
    id
    memberCount
  }
`);

const deleteGroupMutation = graphql(`
  mutation DeleteGroup($input: DeleteConsumerGroupInput!) {
    deleteConsumerGroup(input: $input) {
      id
    }
  }
`);

/** Deleting a group, which cannot be undone. */
export function DeleteGroup(props: { group: FragmentType<typeof deleteGroupFragment> }) {
  const { id, memberCount } = readFragment(deleteGroupFragment, props.group);
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure();
  const [, deleteGroup] = useMutation(deleteGroupMutation);
  return (
    <Stack gap="sm" component="section" aria-labelledby="danger-zone">
      <Title order={2} id="danger-zone">
        Danger zone
      </Title>
      <SettingsSection
        danger
        title="Delete this group"
        description="Forgets all it has committed. No record is touched; a consumer that starts under this name later begins by its reset policy."
      >
        <Button color="red" onClick={open}>
          Delete group
        </Button>
      </SettingsSection>
      <ConfirmDialog
        opened={opened}
        title="Delete this group?"
        action="Delete group"
        failure="The group was not deleted"
        typed={{ of: 'group', name: id }}
        hindrance={memberCount > 0 && <HasMembers count={memberCount} what="It can be deleted" />}
        onConfirm={() => deleteGroup({ input: { id } }, { additionalTypenames: ['ConsumerGroupConnection'] })}
        onDone={() => {
          notifications.show({ color: 'stream', title: 'Group deleted', message: id });
          router.push('/groups');
        }}
        onClose={close}
      >
        <Text size="sm">
          What <b>{id}</b> has committed will be gone, in every topic. This cannot be undone.
        </Text>
      </ConfirmDialog>
    </Stack>
  );
}
