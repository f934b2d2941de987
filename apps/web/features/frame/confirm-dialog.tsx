'use client';

import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ChangeProblem } from '../api/change-problem.tsx';
import { type Problem, problemOf } from '../api/problem.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  /** As a question. */
  readonly title: string;
  /** What the button does. */
  readonly action: string;
  /** What did not happen when it fails, as a short sentence. */
  readonly failure: string;
  /** A name that has to be typed first, and what it is the name of. */
  readonly typed?: { readonly of: string; readonly name: string };
  /** Why it cannot be done now. */
  readonly hindrance?: ReactNode;
  /** What will happen. */
  readonly children: ReactNode;
  /** The result of a mutation. */
  onConfirm(): Promise<{ readonly error?: unknown }>;
  onDone(): void;
  onClose(): void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm(props: ConfirmDialogProps) {
  const { action, failure, typed, hindrance, children, onConfirm, onDone, onClose } = props;
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const ready = !hindrance && (!typed || name === typed.name);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    const { error } = await onConfirm();
    setBusy(false);
    if (error) setProblem(problemOf(error));
    else onDone();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {children}
        {hindrance}
        {typed && (
          <TextInput
            label={`Type the ${typed.of}'s name to confirm`}
            value={name}
            placeholder={typed.name}
            data-autofocus
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {problem && <ChangeProblem problem={problem} title={failure} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus={typed ? undefined : true}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!ready} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
