'use client';

import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMutation } from 'urql';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { isOutcomeUnknown, type Problem, problemOf } from '../api/problem.ts';
import { changeProblemText, unsettledTitle } from '../api/unsettled.ts';
import { IconPencil, IconRestore } from '../icon/icons.ts';
import { configValueProblem, exactConfigValue, formatConfigValue } from './config-value.ts';
import { ConfigValueInput } from './config-value-input.tsx';
import classes from './configuration-table.module.css';

const configurationEntryFragment = graphql(`
  fragment ConfigurationEntry on TopicConfigEntry {
    name
    value
    default
    isSet
    unit
    min
    max
    choices
    description
  }
`);

const updateConfigurationMutation = graphql(`
  mutation UpdateConfiguration($input: UpdateTopicInput!) {
    updateTopic(input: $input) {
      topic {
        id
        configEntries {
          name
          ...ConfigurationEntry
        }
      }
    }
  }
`);

export type ConfigurationEntryData = FragmentType<typeof configurationEntryFragment>;

/** One configuration: what is in force, and changing it in place. */
export function ConfigurationEntry(props: { topic: string; entry: ConfigurationEntryData }) {
  const entry = readFragment(configurationEntryFragment, props.entry);
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState<number | string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [{ fetching }, update] = useMutation(updateConfigurationMutation);
  const exact = exactConfigValue(entry.value, entry.unit);
  const item = useRef<HTMLLIElement>(null);
  const changeButton = useRef<HTMLButtonElement>(null);

  /** Puts the form in the place of the value, or back. What had the focus goes with the other, or was disabled while it saved. */
  function show(form: boolean) {
    const { activeElement, body } = document;
    const isFocusHere = activeElement === body || item.current?.contains(activeElement);
    flushSync(() => setEditing(form));
    if (!isFocusHere) return;
    if (form) item.current?.querySelector('input')?.focus();
    else changeButton.current?.focus();
  }

  /** Gives the problem where it was not changed, or perhaps not. */
  async function save(value: number | string | null): Promise<Problem | undefined> {
    const result = await update({ input: { name: props.topic, config: { [entry.name]: value } } });
    if (result.error) return problemOf(result.error);
    show(false);
    const now =
      value === null
        ? `back to its default, ${formatConfigValue(entry.default, entry.unit)}`
        : `now ${formatConfigValue(value, entry.unit)}`;
    notifications.show({ color: 'stream', title: 'Configuration changed', message: `${entry.name} is ${now}` });
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const mistake = configValueProblem(draft, entry);
    setRefusal(mistake);
    const problem = mistake ? undefined : await save(draft);
    if (!problem) return;
    setRefusal(changeProblemText(problem));
    show(true);
  }

  async function reset() {
    const problem = await save(null);
    if (!problem) return;
    const title = isOutcomeUnknown(problem) ? unsettledTitle : `${entry.name} was not changed`;
    notifications.show({ color: 'red', title, message: changeProblemText(problem) });
    // A button that loads is disabled, which takes the focus from it.
    if (document.activeElement === document.body) changeButton.current?.focus();
  }

  return (
    <li className={classes.entry} ref={item}>
      <div>
        <Group gap="xs">
          <Text size="sm" fw={560} ff="monospace">
            {entry.name}
          </Text>
          {entry.isSet && (
            <Badge size="xs" variant="light">
              set
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {entry.description}
        </Text>
      </div>
      {editing ? (
        <form
          className={classes.edit}
          onSubmit={submit}
          onKeyDown={(event) => event.key === 'Escape' && show(false)}
          noValidate
        >
          <ConfigValueInput
            field={entry}
            value={draft}
            error={refusal}
            hideLabel
            onChange={(value) => {
              setDraft(value);
              setRefusal(value === null ? null : configValueProblem(value, entry));
            }}
          />
          <Group gap={6} wrap="nowrap">
            <Button type="submit" loading={fetching}>
              Save
            </Button>
            <Button variant="default" onClick={() => show(false)}>
              Cancel
            </Button>
          </Group>
        </form>
      ) : (
        <div className={classes.value}>
          <div>
            <Tooltip label={exact} disabled={!exact}>
              <Text span size="sm" fw={560}>
                {formatConfigValue(entry.value, entry.unit)}
              </Text>
            </Tooltip>
            <Text size="xs" c="dimmed">
              {entry.isSet ? `default ${formatConfigValue(entry.default, entry.unit)}` : 'default'}
              {exact && ` · ${exact}`}
            </Text>
          </div>
          <Group gap={4} wrap="nowrap">
            {entry.isSet && (
              <Tooltip label="Back to the default">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Reset ${entry.name} to its default`}
                  loading={fetching}
                  onClick={reset}
                >
                  <IconRestore size={17} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label="Change">
              <ActionIcon
                ref={changeButton}
                variant="subtle"
                color="gray"
                aria-label={`Change ${entry.name}`}
                onClick={() => {
                  setDraft(entry.value as number | string);
                  setRefusal(null);
                  show(true);
                }}
              >
                <IconPencil size={17} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </div>
      )}
    </li>
  );
}
