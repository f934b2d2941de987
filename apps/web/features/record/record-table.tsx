'use client';

import { memo, type ReactNode, useCallback, useState } from 'react';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { RecordRow } from './record-row.tsx';
import classes from './record-table.module.css';
import { type RecordData, recordId } from './record-text.ts';

interface RecordTableProps {
  readonly topic: string;
  readonly records: readonly RecordData[];
  /** The record whose detail is open at first. */
  readonly open?: string | null;
  /** Rows that appear are marked for a moment. */
  readonly marksNew?: boolean;
}

/** Records as rows that open to their detail. */
export function RecordTable({ topic, records, open = null, marksNew = false }: RecordTableProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(open ? [open] : []));
  const toggle = useCallback((id: string) => {
    setOpened((last) => {
      const next = new Set(last);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return (
    <RecordColumns marksNew={marksNew}>
      {records.map((record) => {
        const id = recordId(record);
        return <RecordRow key={id} topic={topic} record={record} opened={opened.has(id)} onToggle={toggle} />;
      })}
    </RecordColumns>
  );
}

function RecordColumns({ children, marksNew = false }: { children: ReactNode; marksNew?: boolean }) {
  return (
    <Panel>
      <table className={classes.table} data-marks-new={marksNew || undefined}>
        <thead>
          <tr>
            <th className={classes.toggle}>
              <span className={classes.hidden}>Detail</span>
            </th>
            <th className={classes.partition} title="Partition">
              Part.
            </th>
            <th className={classes.offset}>Offset</th>
            <th className={classes.time}>Time</th>
            <th className={classes.key}>Key</th>
            <th>Value</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Panel>
  );
}

/** Memoised because the page is rendered several times until its records are there. */
export const RecordTableSkeleton = memo(function RecordTableSkeleton() {
  return (
    <RecordColumns>
      {Array.from({ length: 12 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <tr key={row} className={classes.row} aria-hidden>
          <td />
          <td className={classes.partition}>
            <Skeleton height={11} width={16} margin="0 0 0 auto" />
          </td>
          <td className={classes.offset}>
            <Skeleton height={11} width={52} margin="0 0 0 auto" />
          </td>
          <td className={classes.time}>
            <Skeleton height={11} width={78} />
          </td>
          <td className={classes.key}>
            <Skeleton height={11} width="60%" />
          </td>
          <td className={classes.value}>
            <Skeleton height={11} width={`${92 - ((row * 23) % 45)}%`} />
          </td>
        </tr>
      ))}
    </RecordColumns>
  );
});
