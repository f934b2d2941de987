'use client';

import { Button, Group, Modal, NumberInput, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ChangeProblem } from '../api/change-problem.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { formatCount } from '../quantity/quantity.ts';

const deleteRecordsFragment = graphql(`
  fragment DeleteRecordsTopic on Topic {
    name
    recordCount
    partitions {
      partition
      logStartOffset
      endOffset
    }
  }
`);

const deleteRecordsMutation = graphql(`
  mutation DeleteRecords($input: DeleteRecordsInput!) {
    deleteRecords(input: $input) {
      partitions {
        partition
        logStartOffset
        endOffset
        recordCount
      }
    }
  }
`);

type DeleteRecordsTopic = FragmentType<typeof deleteRecordsFragment>;

interface DeleteRecordsProps {
  readonly topic: DeleteRecordsTopic;
  readonly opened: boolean;
  onClose(): void;
}

export function DeleteRecords({ topic, opened, onClose }: DeleteRecordsProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Delete records">
      <DeleteRecordsForm topic={topic} onClose={onClose} />
    </Modal>
  );
}

function DeleteRecordsForm(props: { topic: DeleteRecordsTopic; onClose: () => void }) {
  const topic = readFragment(deleteRecordsFragment, props.topic);
  const [which, setWhich] = useState('all');
  const [partition, setPartition] = useState(0);
  const [before, setBefore] = useState<number | null>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [{ fetching }, deleteRecords] = useMutation(deleteRecordsMutation);
  const bounds = topic.partitions.find((each) => each.partition === partition);
  const beforeProblem =
    which === 'all' || before === null || !bounds
      ? null
      : before <= bounds.logStartOffset
        ? `Nothing lies before it: the log starts at ${formatCount(bounds.logStartOffset)}.`
        : before > bounds.endOffset
          ? `The log ends at ${formatCount(bounds.endOffset)}.`
          : null;
  const ready = which === 'all' || (before !== null && !beforeProblem);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready || typed !== topic.name) return;
    const partitions = which === 'all' ? null : [{ partition, before }];
    const result = await deleteRecords(
      { input: { topic: topic.name, partitions } },
      { additionalTypenames: ['Topic'] },
    );
    if (result.error) {
      setProblem(problemOf(result.error));
      return;
    }
    const message =
      which === 'all' ? `${topic.name} is empty` : `Partition ${partition} starts at ${formatCount(before ?? 0)}`;
    notifications.show({ color: 'stream', title: 'Records deleted', message });
    props.onClose();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Radio.Group label="Which" value={which} onChange={setWhich}>
          <Stack gap="xs" mt={6}>
            <Radio value="all" label={`All ${formatCount(topic.recordCount)} of every partition`} />
            <Radio value="before" label="Those of one partition before an offset" />
          </Stack>
        </Radio.Group>
        {which === 'before' && (
          <Group align="flex-start" grow>
            <Select
              label="Partition"
              data={topic.partitions.map((each) => String(each.partition))}
              value={String(partition)}
              allowDeselect={false}
              searchable
              onChange={(value) => setPartition(Number(value ?? 0))}
            />
            <NumberInput
              label="Before offset"
              description="The first offset to stay"
              value={before ?? ''}
              error={beforeProblem}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator=","
              onChange={(value) => setBefore(typeof value === 'number' ? value : null)}
            />
          </Group>
        )}
        <Text size="sm">This cannot be undone.</Text>
        <TextInput
          label="Type the topic's name to confirm"
          value={typed}
          placeholder={topic.name}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {problem && <ChangeProblem problem={problem} title="No records were deleted" />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!ready || typed !== topic.name} loading={fetching}>
            Delete records
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
