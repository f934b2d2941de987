'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { Panel } from '../../frame/panel.tsx';
import { Skeleton } from '../../frame/skeleton.tsx';
import rows from '../../record/record-table.module.css';
import type { EntryData } from './entry-data.ts';
import { EntryRow } from './entry-row.tsx';
import classes from './entry-table.module.css';

interface EntryTableProps {
  /** With names that no two of them share. */
  readonly entries: readonly { readonly id: string; readonly entry: EntryData }[];
  readonly windowed: boolean;
  /** Rows that appear are marked for a moment. */
  readonly marksNew?: boolean;
}

/** Entries as rows that open to their detail. */
export function EntryTable({ entries, windowed, marksNew = false }: EntryTableProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setOpened((last) => {
      const next = new Set(last);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return (
    <EntryColumns windowed={windowed} marksNew={marksNew}>
      {entries.map(({ id, entry }) => (
        <EntryRow key={id} id={id} entry={entry} windowed={windowed} opened={opened.has(id)} onToggle={toggle} />
      ))}
    </EntryColumns>
  );
}

interface EntryColumnsProps {
  readonly windowed: boolean;
  readonly marksNew?: boolean;
  readonly children: ReactNode;
}

function EntryColumns({ windowed, marksNew = false, children }: EntryColumnsProps) {
  return (
    <Panel>
      <table className={rows.table} data-marks-new={marksNew || undefined} aria-label="Entries">
        <thead>
          <tr>
            <th className={rows.toggle}>
              <span className={rows.hidden}>Detail</span>
            </th>
            <th className={classes.key}>Key</th>
            {windowed && <th className={classes.window}>Window</th>}
            <th>Value</th>
            <th className={rows.partition} title="Partition">
              Part.
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Panel>
  );
}

export function EntryTableSkeleton({ windowed }: { windowed: boolean }) {
  return (
    <EntryColumns windowed={windowed}>
      {Array.from({ length: 8 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <tr key={row} className={rows.row} aria-hidden>
          <td />
          <td>
            <Skeleton height={11} width={`${70 - ((row * 17) % 30)}%`} />
          </td>
          {windowed && (
            <td>
              <Skeleton height={11} width="80%" />
            </td>
          )}
          <td>
            <Skeleton height={11} width={`${92 - ((row * 23) % 45)}%`} />
          </td>
          <td>
            <Skeleton height={11} width={16} margin="0 0 0 auto" />
          </td>
        </tr>
      ))}
    </EntryColumns>
  );
}
