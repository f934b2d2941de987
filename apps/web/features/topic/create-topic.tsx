'use client';

import { Accordion, Button, Group, Modal, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../generated/index.ts';
import { ChangeProblem } from '../api/change-problem.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { configValueProblem } from './config-value.ts';
import { ConfigValueInput } from './config-value-input.tsx';
import { topicConfigFields } from './topic-config-fields.ts';
import { topicNameProblem, topicPath } from './topic-name.ts';

const createTopicMutation = graphql(`
  mutation CreateTopic($input: CreateTopicInput!) {
    createTopic(input: $input) {
      topic {
        id
        name
      }
    }
  }
`);

const nameCodes = ['INVALID_TOPIC_NAME', 'TOPIC_ALREADY_EXISTS'];

export function CreateTopic({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Create a topic" size="lg">
      <CreateTopicForm onClose={onClose} />
    </Modal>
  );
}

function CreateTopicForm({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [{ fetching }, createTopic] = useMutation(createTopicMutation);
  const [name, setName] = useState('');
  const [nameTouched, touchName] = useState(false);
  const [partitionCount, setPartitionCount] = useState<number | null>(1);
  const [config, setConfig] = useState<{ readonly [name: string]: number | string | null }>({});
  const [problem, setProblem] = useState<Problem>();

  const nameProblem = topicNameProblem(name);
  const partitionProblem =
    partitionCount !== null && Number.isInteger(partitionCount) && partitionCount >= 1
      ? null
      : 'A whole number from 1.';
  const configProblems = topicConfigFields.map((field) => {
    const value = config[field.name] ?? null;
    return value === null ? null : configValueProblem(value, field);
  });
  const atName = problem && nameCodes.includes(problem.code) ? problem : undefined;
  const atPartitions = problem?.code === 'INVALID_PARTITIONS' ? problem : undefined;

  async function submit(event: FormEvent) {
    event.preventDefault();
    touchName(true);
    if (nameProblem || partitionProblem || configProblems.some(Boolean) || partitionCount === null) return;
    const set = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
    const result = await createTopic(
      { input: { name, partitionCount, config: set } },
      { additionalTypenames: ['Topic'] },
    );
    if (result.error) {
      setProblem(problemOf(result.error));
      return;
    }
    notifications.show({ color: 'stream', title: 'Topic created', message: name });
    onClose();
    router.push(topicPath(name));
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="1 to 249 letters a to z, digits, dots, underscores and hyphens. It cannot be changed later."
          value={name}
          error={(nameTouched && nameProblem) || atName?.message}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setName(event.currentTarget.value);
            touchName(true);
            setProblem(undefined);
          }}
        />
        <NumberInput
          label="Partitions"
          description="Order is kept within a partition; more partitions let more consumers share the work. They can be added later, which moves keys, and never removed."
          value={partitionCount ?? ''}
          error={partitionProblem ?? atPartitions?.message}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          w={{ base: '100%', xs: '60%' }}
          onChange={(value) => {
            setPartitionCount(typeof value === 'number' ? value : null);
            setProblem(undefined);
          }}
        />
        <Accordion variant="separated" chevronPosition="left">
          <Accordion.Item value="configuration">
            <Accordion.Control>Configuration: defaults unless you change them</Accordion.Control>
            <Accordion.Panel>
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
                {topicConfigFields.map((field, i) => (
                  <ConfigValueInput
                    key={field.name}
                    field={field}
                    value={config[field.name] ?? null}
                    error={configProblems[i] ?? null}
                    onChange={(value) => setConfig({ ...config, [field.name]: value })}
                  />
                ))}
              </SimpleGrid>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {problem && !atName && !atPartitions && <ChangeProblem problem={problem} title="The topic was not created" />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={fetching}>
            Create topic
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
