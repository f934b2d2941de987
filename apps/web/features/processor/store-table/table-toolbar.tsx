'use client';

import { Button, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { IconSearch } from '../../icon/icons.ts';
import { fromInputValue, toInputValue, zoneName } from '../../quantity/time.ts';
import classes from './table-toolbar.module.css';
import { keyOf, type Selection, type TableView } from './table-view.ts';

interface TableToolbarProps {
  readonly view: TableView;
  readonly keyFormat: string;
  readonly windowed: boolean;
  onChange(changes: Partial<TableView>): void;
}

const selections: { value: Selection; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'key', label: 'Key' },
  { value: 'range', label: 'Range' },
  { value: 'live', label: 'Live' },
];

/** Which entries to show. */
export function TableToolbar(props: TableToolbarProps) {
  const { view, onChange } = props;
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        aria-label="What to show"
        className={classes.show as string}
        data={selections}
        value={view.show}
        onChange={(value) => onChange({ show: value as Selection, after: null })}
      />
      {(view.show !== 'all' || props.windowed) && <KeyForm key={view.show} {...props} />}
    </div>
  );
}

interface Draft {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly windowFrom: string;
  readonly windowTo: string;
}

function draftOf({ key, from, to, windowFrom, windowTo }: TableView): Draft {
  const time = (value: number | null) => (value === null ? '' : toInputValue(value));
  return { key, from, to, windowFrom: time(windowFrom), windowTo: time(windowTo) };
}

/** What is typed counts when it is sent. */
function KeyForm({ view, keyFormat, windowed, onChange }: TableToolbarProps) {
  const [{ of, draft }, setTyped] = useState({ of: draftOf(view), draft: draftOf(view) });
  const shown = draftOf(view);
  // The address may change under the form: by Back, or by a link.
  if (JSON.stringify(of) !== JSON.stringify(shown)) setTyped({ of: shown, draft: shown });
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ of, draft: { ...draft, [name]: event.currentTarget.value } }),
  });
  const problemOf = (text: string) => {
    const read = text === '' ? null : keyOf(text, keyFormat);
    return read && 'problem' in read ? read.problem : null;
  };
  const windows = windowed && view.show !== 'live';
  const problems = [draft.key, draft.from, draft.to].map(problemOf);
  const [keyProblem, fromProblem, toProblem] = problems;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (problems.some(Boolean)) return;
    const { key, from, to } = draft;
    const times = { windowFrom: fromInputValue(draft.windowFrom), windowTo: fromInputValue(draft.windowTo) };
    onChange({ key, from, to, after: null, ...(windows ? times : {}) });
  }

  return (
    <search aria-label="Look up entries" className={classes.search}>
      <form className={classes.form} onSubmit={submit}>
        {view.show === 'range' && (
          <>
            <TextInput
              className={classes.key as string}
              aria-label="From key"
              placeholder="the first key"
              leftSection="from"
              leftSectionWidth={46}
              error={fromProblem}
              spellCheck={false}
              {...field('from')}
            />
            <TextInput
              className={classes.key as string}
              aria-label="To key"
              placeholder="the last key"
              leftSection="to"
              leftSectionWidth={34}
              error={toProblem}
              spellCheck={false}
              {...field('to')}
            />
          </>
        )}
        {(view.show === 'key' || view.show === 'live') && (
          <TextInput
            className={classes.key as string}
            aria-label="Key"
            placeholder={view.show === 'live' ? 'any key' : 'the whole key'}
            error={keyProblem}
            spellCheck={false}
            {...field('key')}
          />
        )}
        {windows && (
          <div className={classes.windows}>
            <TextInput
              className={classes.since as string}
              aria-label="Windows from"
              title={`Windows from this time on, ${zoneName(Date.now())}`}
              type="datetime-local"
              step={1}
              leftSection="windows from"
              leftSectionWidth={102}
              {...field('windowFrom')}
            />
            <TextInput
              className={classes.time as string}
              aria-label="Windows to"
              title={`Windows that start before this time, ${zoneName(Date.now())}`}
              type="datetime-local"
              step={1}
              leftSection="to"
              leftSectionWidth={34}
              {...field('windowTo')}
            />
          </div>
        )}
        <Button
          type="submit"
          variant={JSON.stringify(draft) === JSON.stringify(shown) ? 'default' : 'filled'}
          leftSection={<IconSearch size={15} />}
        >
          {view.show === 'live' ? 'Watch' : 'Look up'}
        </Button>
        {view.show === 'range' && (
          <Switch
            label="Last key first"
            className={classes.reverse as string}
            checked={view.reverse}
            onChange={(event) => onChange({ reverse: event.currentTarget.checked, after: null })}
          />
        )}
      </form>
    </search>
  );
}
