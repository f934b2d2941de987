'use client';

import { Badge } from '@mantine/core';
import { type MouseEvent, memo, useId } from 'react';
import { IconChevronRight } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { RecordDetail } from './record-detail.tsx';
import classes from './record-table.module.css';
import { previewOf, type RecordData, recordId } from './record-text.ts';

interface RecordRowProps {
  readonly topic: string;
  readonly record: RecordData;
  readonly opened: boolean;
  onToggle(id: string): void;
}

/** One record on one line; memoised because a live tail renders its table several times a second. */
export const RecordRow = memo(function RecordRow({ topic, record, opened, onToggle }: RecordRowProps) {
  const detailId = useId();
  const toggle = () => onToggle(recordId(record));
  function clickRow(event: MouseEvent) {
    // Selecting text is not clicking, and the button has its own.
    const selecting = window.getSelection()?.type === 'Range';
    if (!selecting && !(event.target as Element).closest('button, a')) toggle();
  }
  return (
    <>
      <tr className={classes.row} data-opened={opened || undefined} onClick={clickRow}>
        <td className={classes.toggle}>
          <button
            type="button"
            aria-expanded={opened}
            aria-controls={opened ? detailId : undefined}
            aria-label={`Detail of offset ${record.offset} in partition ${record.partition}`}
            onClick={toggle}
          >
            <IconChevronRight size={15} />
          </button>
        </td>
        <td className={classes.partition}>{record.partition}</td>
        <td className={classes.offset}>{formatCount(record.offset)}</td>
        <td className={classes.time}>
          <RelativeTime time={Date.parse(record.timestamp)} light />
        </td>
        <td className={classes.key}>
          <KeyPreview record={record} />
        </td>
        <td className={classes.value}>
          <ValuePreview record={record} />
        </td>
      </tr>
      {opened && (
        <tr className={classes.detail} id={detailId}>
          <td colSpan={6}>
            <RecordDetail topic={topic} record={record} />
          </td>
        </tr>
      )}
    </>
  );
});

function KeyPreview({ record }: { record: RecordData }) {
  if (record.keyError) return <Undecodable reason={record.keyError} />;
  if (record.key === null) return <span className={classes.nothing}>no key</span>;
  return record.key === '' ? <span className={classes.nothing}>empty</span> : previewOf(record.key, 120);
}

function ValuePreview({ record }: { record: RecordData }) {
  if (record.tombstone) {
    return (
      <Badge size="sm" variant="light" color="gray" title="The value is null: under compaction, the key's end">
        tombstone
      </Badge>
    );
  }
  if (record.valueError) return <Undecodable reason={record.valueError} />;
  return record.value === '' ? <span className={classes.nothing}>empty</span> : previewOf(record.value);
}

function Undecodable({ reason }: { reason: string }) {
  return (
    <>
      <Badge size="sm" variant="light" color="red" mr={6}>
        undecodable
      </Badge>
      <span className={classes.nothing}>{reason}</span>
    </>
  );
}
