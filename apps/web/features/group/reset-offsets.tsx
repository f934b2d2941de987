'use client';

import { Autocomplete, Button, Group, Modal, MultiSelect, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ChangeProblem } from '../api/change-problem.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { HasMembers } from './has-members.tsx';
import classes from './reset-offsets.module.css';
import { resetSummary } from './reset-preview.ts';
import { ResetPreviewTable } from './reset-preview-table.tsx';
import { emptyDraft, targetOf } from './reset-target.ts';
import { ResetTargetInput } from './reset-target-input.tsx';
import { resetOffsetsMutation, useResetPreview } from './use-reset-preview.ts';

const resetOffsetsFragment = graphql(`
  fragment ResetOffsetsGroup on ConsumerGroup {
    id
    memberCount
    topics
  }
`);

const resetTopicQuery = graphql(`
  query ResetTopic($name: String!) {
    topic(name: $name) {
      id
      partitionCount
    }
  }
`);

type ResetOffsetsGroup = FragmentType<typeof resetOffsetsFragment>;

interface ResetOffsetsProps {
  readonly group: ResetOffsetsGroup;
  /** null: to be chosen. */
  readonly topic: string | null;
  readonly opened: boolean;
  onClose(): void;
}

export function ResetOffsets({ group, topic, opened, onClose }: ResetOffsetsProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Reset offsets" size="lg">
      <ResetOffsetsForm group={group} topic={topic} onClose={onClose} />
    </Modal>
  );
}

const targetCodes = ['INVALID_GROUP_ID', 'GROUP_NOT_FOUND', 'OFFSET_OUT_OF_RANGE', 'INVALID_POSITION', 'INVALID_INPUT'];

function ResetOffsetsForm(props: { group: ResetOffsetsGroup; topic: string | null; onClose: () => void }) {
  const group = readFragment(resetOffsetsFragment, props.group);
  const [topic, setTopic] = useState(props.topic ?? (group.topics.length === 1 ? (group.topics[0] ?? '') : ''));
  const [partitions, setPartitions] = useState<number[]>([]);
  const [draft, setDraft] = useState(emptyDraft);
  const [refusal, setRefusal] = useState<Problem>();
  const [{ data }] = useQuery({ query: resetTopicQuery, variables: { name: topic }, pause: topic === '' });
  const [{ fetching }, reset] = useMutation(resetOffsetsMutation);
  const partitionCount = data?.topic?.partitionCount ?? 0;
  const to = targetOf(draft);
  const chosen = partitions.length > 0 ? { partitions } : {};
  const input = topic !== '' && to ? { group: group.id, topic, ...chosen, to } : null;
  const preview = useResetPreview(input);
  const problem = refusal ?? preview.problem;
  const atTopic = problem?.code === 'TOPIC_NOT_FOUND' || problem?.code === 'INVALID_TOPIC_NAME';
  const atPartitions = problem?.code === 'PARTITION_NOT_FOUND';
  const atTarget = problem !== undefined && targetCodes.includes(problem.code);
  const elsewhere = problem && !atTopic && !atPartitions && !atTarget;
  const hasMembers = group.memberCount > 0;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!input || hasMembers) return;
    const result = await reset({ input: { ...input, dryRun: false } }, { additionalTypenames: ['ConsumerGroup'] });
    if (result.error || !result.data) {
      setRefusal(problemOf(result.error));
      return;
    }
    const message = resetSummary(result.data.resetOffsets.partitions);
    notifications.show({ color: 'stream', title: `Offsets reset in ${topic}`, message });
    props.onClose();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div className={classes.pair}>
          <Autocomplete
            label="Topic"
            data={[...group.topics]}
            value={topic}
            error={atTopic ? problem.message : null}
            data-autofocus={topic === '' || undefined}
            spellCheck={false}
            onChange={(value) => {
              setTopic(value);
              setPartitions([]);
              setRefusal(undefined);
            }}
          />
          <MultiSelect
            label="Partitions"
            data={Array.from({ length: partitionCount }, (_, i) => String(i))}
            value={partitions.map(String)}
            placeholder={partitions.length > 0 ? '' : 'All partitions'}
            error={atPartitions ? problem.message : null}
            clearable
            searchable
            onChange={(values) => {
              setPartitions(values.map(Number).sort((a, b) => a - b));
              setRefusal(undefined);
            }}
          />
        </div>
        <ResetTargetInput
          draft={draft}
          error={atTarget ? problem.message : null}
          onChange={(next) => {
            setDraft(next);
            setRefusal(undefined);
          }}
        />
        {input && !preview.problem && <ResetPreviewTable resets={preview.resets} />}
        {hasMembers && <HasMembers count={group.memberCount} what="Offsets can be reset" />}
        {elsewhere && refusal && <ChangeProblem problem={refusal} title="The offsets were not reset" />}
        {elsewhere && !refusal && <ProblemPanel problem={problem} title="What it would do could not be told" />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!preview.resets || hasMembers} loading={fetching}>
            Reset offsets
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
