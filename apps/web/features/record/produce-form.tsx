'use client';

import { Alert, Button, Checkbox, Group, Select, Stack, Switch, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Format } from '../../generated/graphql.ts';
import type { Problem } from '../api/problem.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { IconAlertTriangle, IconSend2 } from '../icon/icons.ts';
import { HeaderInputs } from './header-inputs.tsx';
import { type Landing, ProduceLandings } from './produce-landings.tsx';
import { draftProblems, emptyDraft, type RecordDraft, recordInputOf } from './record-draft.ts';
import { StoredNotice } from './stored-notice.tsx';
import { useProduceOnce } from './use-produce-once.ts';
import { ValueInput } from './value-input.tsx';

const sendAgain =
  'The answer was lost. Produce it again, as it is: it is appended once, whether or not it was there already.';

interface ProduceFormProps {
  readonly topic: string;
  readonly partitionCount: number;
  readonly keyFormat: Format;
  readonly valueFormat: Format;
  readonly initial: RecordDraft;
  /** Whether the record that fills the form could not be read again as it was stored. */
  readonly isGone: boolean;
  onProduced(): void;
  onClose(): void;
}

export function ProduceForm(props: ProduceFormProps) {
  const { topic, partitionCount, keyFormat, valueFormat, initial, isGone, onClose } = props;
  const [draft, setDraft] = useState(initial);
  const [keeps, setKeeps] = useState(false);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState<{ readonly problem: Problem; readonly unsettled: boolean }>();
  const [sending, setSending] = useState(false);
  const [landings, setLandings] = useState<readonly Landing[]>([]);
  const produce = useProduceOnce(topic);
  const problems = draftProblems(draft, keyFormat, valueFormat);
  const change = (changes: Partial<RecordDraft>) => setDraft({ ...draft, ...changes });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    const record = recordInputOf(draft, keyFormat, valueFormat);
    setSending(true);
    const outcome = await produce(record);
    setSending(false);
    setFailed('problem' in outcome ? outcome : undefined);
    if ('problem' in outcome) return;
    setLandings([outcome.landed, ...landings].slice(0, 5));
    props.onProduced();
    setTried(false);
    if (!keeps) setDraft({ ...emptyDraft, partition: draft.partition });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {isGone && (
          <Alert variant="light" color="red" icon={<IconAlertTriangle />} title="The record is no longer in the log">
            This is what was read of it. In JSON, whole numbers beyond 2^53 became strings: write them anew.
          </Alert>
        )}
        <StoredNotice draft={draft} onLeaveKeyOut={() => change({ keyStored: null })} />
        <Textarea
          label={`Key (${keyFormat.toLowerCase()})`}
          description="Records of one key stay in order. Leave it empty for no key."
          value={draft.key}
          error={draft.key !== '' && problems.key}
          autosize
          maxRows={6}
          data-autofocus
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
        <ValueInput
          format={valueFormat}
          value={draft.value}
          disabled={draft.tombstone}
          error={(tried || draft.value.trim() !== '') && problems.value}
          onChange={(value) => change({ value })}
        />
        <Switch
          label="Tombstone"
          description="No value: under compaction, the end of its key."
          checked={draft.tombstone}
          onChange={(event) => change({ tombstone: event.currentTarget.checked })}
        />
        <HeaderInputs
          headers={draft.headers}
          problems={tried ? (problems.headers ?? []) : []}
          onChange={(headers) => change({ headers })}
        />
        <Select
          label="Partition"
          data={[
            { value: 'auto', label: 'Auto: by the key, or any without one' },
            ...Array.from({ length: partitionCount }, (_, i) => ({ value: String(i), label: `Partition ${i}` })),
          ]}
          value={draft.partition === null ? 'auto' : String(draft.partition)}
          allowDeselect={false}
          searchable={partitionCount > 10}
          onChange={(value) => change({ partition: value === 'auto' || value === null ? null : Number(value) })}
        />
        {failed && (
          <ProblemPanel
            problem={failed.problem}
            title="The record was not produced"
            unsettled={failed.unsettled ? sendAgain : undefined}
          />
        )}
        <ProduceLandings topic={topic} landings={landings} onLeave={onClose} />
        <Group justify="space-between" gap="sm">
          <Checkbox
            label="Keep the contents for the next record"
            checked={keeps}
            onChange={(event) => setKeeps(event.currentTarget.checked)}
          />
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" leftSection={<IconSend2 size={16} />} loading={sending}>
              Produce
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
