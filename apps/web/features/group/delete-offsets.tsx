'use client';

import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from 'urql';
import { graphql } from '../../generated/index.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { HasMembers } from './has-members.tsx';

const deleteOffsetsMutation = graphql(`
  mutation DeleteOffsets($input: DeleteGroupOffsetsInput!) {
    deleteGroupOffsets(input: $input) {
      group {
        id
      }
    }
  }
`);

interface DeleteOffsetsProps {
  readonly group: string;
  readonly topic: string;
  /** Members that own partitions of the topic. */
  readonly readers: number;
  readonly opened: boolean;
  onClose(): void;
}

export function DeleteOffsets({ group, topic, readers, opened, onClose }: DeleteOffsetsProps) {
  const [, deleteOffsets] = useMutation(deleteOffsetsMutation);
  return (
    <ConfirmDialog
      opened={opened}
      title="Delete the offsets of this topic?"
      action="Delete offsets"
      failure="No offsets were deleted"
      hindrance={readers > 0 && <HasMembers count={readers} what="Offsets of a topic can be deleted" />}
      onConfirm={() => deleteOffsets({ input: { group, topic } })}
      onDone={() => {
        notifications.show({ color: 'stream', title: 'Offsets deleted', message: `${group} has none in ${topic}` });
        onClose();
      }}
      onClose={onClose}
    >
      <Text size="sm">
        <b>{group}</b> forgets how far it has come in <b>{topic}</b>. A consumer that reads it later begins by its reset
        policy: at the oldest record, unless it says otherwise. To begin elsewhere, reset the offsets instead.
      </Text>
    </ConfirmDialog>
  );
}
