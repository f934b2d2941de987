'use client';

import { Badge } from '@mantine/core';
import { type MouseEvent, memo, useId } from 'react';
import { IconChevronRight } from '../../icon/icons.ts';
import rows from '../../record/record-table.module.css';
import { previewOf } from '../../record/record-text.ts';
import { ValueView } from '../../record/value-view.tsx';
import type { EntryData } from './entry-data.ts';
import classes from './entry-table.module.css';
import { windowText } from './window-text.ts';

interface EntryRowProps {
  readonly id: string;
  readonly entry: EntryData;
  readonly windowed: boolean;
  readonly opened: boolean;
  onToggle(id: string): void;
}

/** One entry on one line; memoised because a live view renders its table several times a second. */
export const EntryRow = memo(function EntryRow({ id, entry, windowed, opened, onToggle }: EntryRowProps) {
  const detailId = useId();
  const { key, keyError, value, valueError, window, partition, deleted } = entry;
  const keyText = keyError ? entry.keyBytes : previewOf(key, 120);
  function clickRow(event: MouseEvent) {
    // Selecting text is not clicking, and the button has its own.
    const selecting = globalThis.window.getSelection()?.type === 'Range';
    if (!selecting && !(event.target as Element).closest('button, a')) onToggle(id);
  }
  return (
    <>
      <tr className={`${rows.row} ${classes.row}`} data-opened={opened || undefined} onClick={clickRow}>
        <td className={rows.toggle}>
          <button
            type="button"
            aria-expanded={opened}
            aria-controls={opened ? detailId : undefined}
            aria-label={`Detail of ${keyText}`}
            onClick={() => onToggle(id)}
          >
            <IconChevronRight size={15} />
          </button>
        </td>
        <td className={classes.key} title={keyError ?? undefined}>
          {keyError && <Undecodable />}
          {keyText === '' ? <span className={rows.nothing}>empty</span> : keyText}
        </td>
        {windowed && <td className={classes.window}>{window ? windowText(window) : ''}</td>}
        <td className={rows.value}>
          {deleted ? (
            <Badge size="sm" variant="light" color="gray" title="The entry is gone">
              deleted
            </Badge>
          ) : valueError ? (
            <>
              <Undecodable />
              <span className={rows.nothing}>{valueError}</span>
            </>
          ) : (
            previewOf(value)
          )}
        </td>
        <td className={`${rows.partition} ${classes.partition}`}>{partition}</td>
      </tr>
      {opened && (
        <tr className={rows.detail} id={detailId}>
          <td colSpan={windowed ? 5 : 4}>
            <div className={classes.detail}>
              <Part title="Key" value={key} error={keyError} bytes={entry.keyBytes} />
              {!deleted && <Part title="Value" value={value} error={valueError} bytes={entry.valueBytes} />}
            </div>
          </td>
        </tr>
      )}
    </>
  );
});

interface PartProps {
  readonly title: string;
  readonly value: unknown;
  readonly error: string | null | undefined;
  readonly bytes: string | null | undefined;
}

function Part({ title, value, error, bytes }: PartProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {error ? (
        <>
          <p>{error} Its bytes, in base64:</p>
          <p className={classes.bytes}>{bytes}</p>
        </>
      ) : (
        <ValueView value={value} />
      )}
    </section>
  );
}

function Undecodable() {
  return (
    <Badge size="sm" variant="light" color="red" mr={6}>
      undecodable
    </Badge>
  );
}
