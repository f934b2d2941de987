'use client';

import { Alert, Button, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ChangeProblem } from '../api/change-problem.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { SettingsSection } from '../frame/settings-section.tsx';
import { IconArrowsShuffle } from '../icon/icons.ts';

const addPartitionsFragment = graphql(`
  fragment AddPartitions on Topic {
    name
    partitionCount
  }
`);

const addPartitionsMutation = graphql(`
  mutation AddPartitions($input: UpdateTopicInput!) {
    updateTopic(input: $input) {
      topic {
        id
        partitionCount
      }
    }
  }
`);

type AddPartitionsData = FragmentType<typeof addPartitionsFragment>;

export function AddPartitions(props: { topic: AddPartitionsData }) {
  const { name, partitionCount } = readFragment(addPartitionsFragment, props.topic);
  const [opened, { open, close }] = useDisclosure();
  return (
    <SettingsSection
      title="Partitions"
      description={`${partitionCount === 1 ? 'One partition' : `${partitionCount} partitions`}. More can be added; none can be taken away.`}
    >
      <Button variant="default" onClick={open}>
        Add partitions
      </Button>
      <Modal opened={opened} onClose={close} title="Add partitions">
        <AddPartitionsForm name={name} partitionCount={partitionCount} onClose={close} />
      </Modal>
    </SettingsSection>
  );
}

interface AddPartitionsFormProps {
  readonly name: string;
  readonly partitionCount: number;
  onClose(): void;
}

function AddPartitionsForm({ name, partitionCount, onClose }: AddPartitionsFormProps) {
  const [total, setTotal] = useState<number | null>(partitionCount + 1);
  const [problem, setProblem] = useState<Problem>();
  const [{ fetching }, update] = useMutation(addPartitionsMutation);
  const tooFew = total === null || total <= partitionCount ? `More than the present ${partitionCount}.` : null;
  const atField = problem?.code === 'INVALID_PARTITIONS' ? problem.message : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (total === null || tooFew) return;
    const result = await update({ input: { name, partitionCount: total } });
    if (result.error) {
      setProblem(problemOf(result.error));
      return;
    }
    notifications.show({ color: 'stream', title: 'Partitions added', message: `${name} has ${total} partitions` });
    onClose();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <NumberInput
          label="Partitions in total"
          value={total ?? ''}
          error={tooFew ?? atField}
          min={partitionCount + 1}
          allowDecimal={false}
          allowNegative={false}
          data-autofocus
          onChange={(value) => {
            setTotal(typeof value === 'number' ? value : null);
            setProblem(undefined);
          }}
        />
        <Alert color="yellow" variant="light" icon={<IconArrowsShuffle />} title="Keys move">
          A key's partition depends on how many there are: from now on most keys go to another one than their earlier
          records, so the order of a key's records across this moment is not kept. It cannot be undone.
        </Alert>
        {problem && !atField && <ChangeProblem problem={problem} title="No partitions were added" />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={fetching}>
            Add partitions
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
