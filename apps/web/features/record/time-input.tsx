'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fromInputValue, toInputValue, zoneName } from '../quantity/time.ts';

interface TimeInputProps {
  /** Milliseconds since 1970. */
  readonly value: number | null;
  onChange(time: number): void;
}

/** A time in the browser's zone, which is said beside it; taken on Enter or when the field is left. */
export function TimeInput({ value, onChange }: TimeInputProps) {
  const shown = value === null ? '' : toInputValue(value);
  const [draft, setDraft] = useState({ of: shown, text: shown });
  if (draft.of !== shown) setDraft({ of: shown, text: shown });
  const time = fromInputValue(draft.text);
  const commit = () => {
    if (time !== null && draft.text !== shown) onChange(time);
  };
  return (
    <TextInput
      aria-label="Time"
      type="datetime-local"
      step={1}
      value={draft.text}
      error={time === null && draft.text !== '' ? 'Not a time' : null}
      description={zoneName(time ?? Date.now())}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => setDraft({ of: shown, text: event.currentTarget.value })}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
