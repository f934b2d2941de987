'use client';

import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { IconSearch, IconX } from '../icon/icons.ts';
import { fromInputValue, toInputValue, zoneName } from '../quantity/time.ts';
import classes from './search-bar.module.css';
import { hasTerms, type KeyMatch, noTerms, type SearchTerms } from './search-terms.ts';

interface SearchBarProps {
  /** Those of the address. */
  readonly terms: SearchTerms;
  /** What is wrong with a field, by its name. */
  readonly errors: { readonly [field in keyof SearchTerms]?: string | undefined };
  onSearch(terms: SearchTerms): void;
}

const keyMatches: { value: KeyMatch; label: string }[] = [
  { value: 'is', label: 'Key is' },
  { value: 'begins', label: 'Key begins with' },
  { value: 'contains', label: 'Key contains' },
];

interface Draft {
  readonly of: SearchTerms;
  readonly key: string;
  readonly keyMatch: KeyMatch;
  readonly text: string;
  readonly path: string;
  readonly header: string;
  readonly headerValue: string;
  readonly since: string;
  readonly until: string;
}

const draftOf = (of: SearchTerms): Draft => ({
  ...of,
  of,
  since: of.since === null ? '' : toInputValue(of.since),
  until: of.until === null ? '' : toInputValue(of.until),
});

/** What to search all of a topic for; nothing is asked before it is sent. */
export function SearchBar({ terms, errors, onSearch }: SearchBarProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(terms));
  // The address may change under the form: by Back, or by a link.
  if (JSON.stringify(draft.of) !== JSON.stringify(terms)) setDraft(draftOf(terms));
  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const { key, keyMatch, text, path, header, headerValue } = draft;
  const isNameless = header === '' && headerValue !== '';
  const wanted: SearchTerms = {
    key,
    keyMatch,
    text,
    path,
    header,
    headerValue,
    since: fromInputValue(draft.since),
    until: fromInputValue(draft.until),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isNameless) onSearch(wanted);
  };
  const changed = JSON.stringify(wanted) !== JSON.stringify(terms);
  const zone = zoneName(wanted.since ?? wanted.until ?? Date.now());

  return (
    <search aria-label="Search the topic">
      <form className={classes.bar} onSubmit={submit}>
        <div className={classes.key}>
          <Select
            aria-label="How the key is compared"
            className={classes.match as string}
            data={keyMatches}
            value={keyMatch}
            allowDeselect={false}
            onChange={(value) => set({ keyMatch: (value as KeyMatch | null) ?? 'is' })}
          />
          <TextInput
            aria-label="Key"
            className={classes.grow as string}
            placeholder="any key"
            value={key}
            error={errors.key}
            onChange={(event) => set({ key: event.currentTarget.value })}
          />
        </div>
        <TextInput
          aria-label="Text in the value"
          className={classes.text as string}
          placeholder="Value contains (case counts)"
          value={text}
          error={errors.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        <TextInput
          aria-label="JSON path"
          className={classes.path as string}
          placeholder={'JSON path: $.temp > 20'}
          value={path}
          error={errors.path}
          spellCheck={false}
          onChange={(event) => set({ path: event.currentTarget.value })}
        />
        <div className={classes.header}>
          <TextInput
            aria-label="Header"
            className={classes.grow as string}
            placeholder="Header"
            value={header}
            error={isNameless ? 'Which header?' : errors.header}
            spellCheck={false}
            onChange={(event) => set({ header: event.currentTarget.value })}
          />
          <TextInput
            aria-label="Value of the header"
            className={classes.grow as string}
            placeholder="any value"
            value={headerValue}
            error={errors.headerValue}
            spellCheck={false}
            onChange={(event) => set({ headerValue: event.currentTarget.value })}
          />
        </div>
        <TextInput
          aria-label="From time"
          title={`From this time on, ${zone}`}
          className={classes.time as string}
          type="datetime-local"
          step={1}
          leftSection="from"
          leftSectionWidth={46}
          value={draft.since}
          error={errors.since}
          onChange={(event) => set({ since: event.currentTarget.value })}
        />
        <TextInput
          aria-label="To time"
          title={`Before this time, ${zone}`}
          className={classes.time as string}
          type="datetime-local"
          step={1}
          leftSection="to"
          leftSectionWidth={34}
          value={draft.until}
          error={errors.until}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
        <div className={classes.buttons}>
          <Button
            type="submit"
            variant={changed ? 'filled' : 'default'}
            leftSection={<IconSearch size={15} />}
            disabled={isNameless || !hasTerms(wanted)}
          >
            Search
          </Button>
          <Button
            variant="default"
            leftSection={<IconX size={15} />}
            onClick={() => {
              setDraft(draftOf(noTerms));
              onSearch(noTerms);
            }}
          >
            Close
          </Button>
        </div>
      </form>
    </search>
  );
}
