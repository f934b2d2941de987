'use client';

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../generated/index.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { formatCount } from '../quantity/quantity.ts';

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

export function DeleteTopic(props: DeleteTopicProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Delete this topic?">
      <DeleteTopicForm {...props} />
    </Modal>
  );
}

function DeleteTopicForm({ name, recordCount, onClose }: DeleteTopicProps) {
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [{ fetching }, deleteTopic] = useMutation(deleteTopicMutation);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== name) return;
    const result = await deleteTopic({ input: { name } }, { additionalTypenames: ['TopicConnection'] });
    if (result.error) {
      setProblem(problemOf(result.error));
      return;
    }
    notifications.show({ color: 'stream', title: 'Topic deleted', message: name });
    router.push('/topics');
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          <b>{name}</b> and its {formatCount(recordCount)} {recordCount === 1 ? 'record' : 'records'} will be gone. This
          cannot be undone.
        </Text>
        <TextInput
          label="Type the topic's name to confirm"
          value={typed}
          placeholder={name}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {problem && <ProblemPanel problem={problem} title="The topic was not deleted" />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={typed !== name} loading={fetching}>
            Delete topic
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
