'use client';

import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '../icon/icons.ts';
import type { HeaderDraft } from './record-draft.ts';
import { headerBytesText } from './record-text.ts';

interface HeaderInputsProps {
  readonly headers: readonly HeaderDraft[];
  readonly problems: readonly (string | null)[];
  onChange(headers: readonly HeaderDraft[]): void;
}

/** What is no text cannot be written here, but goes along. */
const keptAsStored = { readOnly: true, c: 'dimmed', title: 'Sent as it is stored, unless you remove the header.' };

/** Headers as rows of name and value. */
export function HeaderInputs({ headers, problems, onChange }: HeaderInputsProps) {
  const replace = (at: number, changes: Partial<HeaderDraft>) =>
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
              value={header.value ?? headerBytesText(header.valueBytes)}
              {...(header.value === null ? keptAsStored : {})}
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
