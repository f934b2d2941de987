'use client';

import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '../icon/icons.ts';
import type { RecordDraft } from './record-draft.ts';

interface HeaderInputsProps {
  readonly headers: RecordDraft['headers'];
  readonly problems: readonly (string | null)[];
  onChange(headers: RecordDraft['headers']): void;
}

/** Headers as rows of name and value. */
export function HeaderInputs({ headers, problems, onChange }: HeaderInputsProps) {
  const replace = (at: number, changes: Partial<RecordDraft['headers'][number]>) =>
    onChange(headers.map((header, i) => (i === at ? { ...header, ...changes } : header)));
  return (
    <Input.Wrapper label="Headers" labelElement="div">
      <Stack gap={6} mt={4} align="stretch">
        {headers.map((header, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header has no identity but its place
          <Group key={i} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={`Name of header ${i + 1}`}
              placeholder="Name"
              flex={2}
              value={header.key}
              error={problems[i]}
              onChange={(event) => replace(i, { key: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Value of header ${i + 1}`}
              placeholder="Value"
              flex={3}
              value={header.value}
              onChange={(event) => replace(i, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove header ${i + 1}`}
              onClick={() => onChange(headers.filter((_, j) => j !== i))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...headers, { key: '', value: '' }])}
        >
          Add a header
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
