'use client';

import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from '../quantity/quantity.ts';

interface OffsetInputProps {
  readonly value: number | null;
  /** The first offset there is, and the next to be written. */
  readonly start: number;
  readonly end: number;
  onChange(offset: number): void;
}

/** An offset, taken on Enter or when the field is left. */
export function OffsetInput({ value, start, end, onChange }: OffsetInputProps) {
  const [draft, setDraft] = useState<{ readonly of: number | null; readonly text: string | number }>({
    of: value,
    text: value ?? '',
  });
  // The address may change under the field: by Back, or by a link.
  if (draft.of !== value) setDraft({ of: value, text: value ?? '' });
  const commit = () => {
    const offset = Number(draft.text);
    if (draft.text !== '' && Number.isSafeInteger(offset) && offset !== value) onChange(offset);
  };
  return (
    <NumberInput
      aria-label="Offset"
      w={230}
      value={draft.text}
      min={0}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator=","
      hideControls
      rightSectionWidth={130}
      rightSectionPointerEvents="none"
      rightSection={
        <span style={{ fontSize: 11, color: 'var(--mantine-color-dimmed)', whiteSpace: 'nowrap' }}>
          {end > start ? `${formatCount(start)} to ${formatCount(end - 1)}` : 'no records'}
        </span>
      }
      onChange={(text) => setDraft({ of: value, text })}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
