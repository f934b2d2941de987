'use client';

import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { graphql } from '../../generated/index.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { formatRecords } from '../quantity/quantity.ts';

const deleteTopicMutation = graphql(`
  mutation DeleteTopic($input: DeleteTopicInput!) {
    deleteTopic(input: $input) {
      id
      name
    }
  }
`);

interface DeleteTopicProps {
  readonly name: string;
  readonly recordCount: number;
  readonly opened: boolean;
  onClose(): void;
}

export function DeleteTopic({ name, recordCount, opened, onClose }: DeleteTopicProps) {
  const router = useRouter();
  const [, deleteTopic] = useMutation(deleteTopicMutation);
  return (
    <ConfirmDialog
      opened={opened}
      title="Delete this topic?"
      action="Delete topic"
      failure="The topic was not deleted"
      typed={{ of: 'topic', name }}
      onConfirm={() => deleteTopic({ input: { name } }, { additionalTypenames: ['TopicConnection'] })}
      onDone={() => {
        notifications.show({ color: 'stream', title: 'Topic deleted', message: name });
        router.push('/topics');
      }}
      onClose={onClose}
    >
      <Text size="sm">
        <b>{name}</b> and its {formatRecords(recordCount)} will be gone. This cannot be undone.
      </Text>
    </ConfirmDialog>
  );
}
