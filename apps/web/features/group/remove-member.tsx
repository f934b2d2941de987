'use client';

import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { graphql } from '../../generated/index.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { memberSuffix } from './member-name.ts';

const removeMemberMutation = graphql(`
  mutation RemoveMember($input: RemoveGroupMemberInput!) {
    removeGroupMember(input: $input) {
      group {
        id
      }
    }
  }
`);

/** Who is to go. */
export interface Removal {
  readonly memberId: string;
  readonly clientId: string;
}

interface RemoveMemberProps {
  readonly group: string;
  readonly member: Removal;
  readonly opened: boolean;
  onClose(): void;
}

export function RemoveMember({ group, member, opened, onClose }: RemoveMemberProps) {
  const { memberId, clientId } = member;
  const [, remove] = useMutation(removeMemberMutation);
  return (
    <ConfirmDialog
      opened={opened}
      title="Remove this member?"
      action="Remove member"
      failure="The member was not removed"
      onConfirm={() => remove({ input: { group, memberId } })}
      onDone={() => {
        const message = `${clientId} …${memberSuffix(memberId)} owns nothing any more`;
        notifications.show({ color: 'stream', title: 'Member removed', message });
        onClose();
      }}
      onClose={onClose}
    >
      <Text size="sm">
        Everything is taken from <b>{clientId}</b> at once, without a time to finish. Its partitions go to the other
        members, who read on from what was committed: what it has processed and not committed is read again.
      </Text>
      <Text size="sm">
        If its client lives, it joins anew under another id. To keep it out, end the client instead: it leaves then by
        itself.
      </Text>
    </ConfirmDialog>
  );
}
