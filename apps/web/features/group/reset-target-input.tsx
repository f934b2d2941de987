'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { zoneName } from '../quantity/time.ts';
import classes from './reset-offsets.module.css';
import { type ResetDraft, type ResetKind, resetKinds } from './reset-target.ts';

interface ResetTargetInputProps {
  readonly draft: ResetDraft;
  /** The API's refusal of the value. */
  readonly error: string | null;
  onChange(draft: ResetDraft): void;
}

/** Where to, and what that needs to know. */
export function ResetTargetInput({ draft, error, onChange }: ResetTargetInputProps) {
  const change = (changes: Partial<ResetDraft>) => onChange({ ...draft, ...changes });
  const kind = resetKinds.find(({ value }) => value === draft.kind);
  return (
    <div className={classes.pair}>
      <NativeSelect
        label="To"
        description={kind?.description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={resetKinds.map(({ value, label }) => ({ value, label }))}
        value={draft.kind}
        error={draft.kind === 'earliest' || draft.kind === 'latest' ? error : null}
        onChange={(event) => change({ kind: event.currentTarget.value as ResetKind })}
      />
      {draft.kind === 'offset' && (
        <NumberInput
          label="Offset"
          value={draft.offset ?? ''}
          error={error}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          hideControls
          onChange={(value) => change({ offset: typeof value === 'number' ? value : null })}
        />
      )}
      {draft.kind === 'time' && (
        <TextInput
          label="Time"
          type="datetime-local"
          step={1}
          value={draft.time}
          error={error}
          description={zoneName(Date.now())}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => change({ time: event.currentTarget.value })}
        />
      )}
      {draft.kind === 'shift' && (
        <NumberInput
          label="Records"
          value={draft.shift ?? ''}
          placeholder="-100"
          error={error}
          allowDecimal={false}
          thousandSeparator=","
          hideControls
          onChange={(value) => change({ shift: typeof value === 'number' ? value : null })}
        />
      )}
      {draft.kind === 'group' && (
        <TextInput
          label="Group"
          value={draft.group}
          error={error}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ group: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
