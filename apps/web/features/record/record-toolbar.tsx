'use client';

import { MultiSelect, SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { OffsetInput } from './offset-input.tsx';
import classes from './record-toolbar.module.css';
import { pageSizes, type RecordView, type Start } from './record-view.ts';
import { TimeInput } from './time-input.tsx';

const recordToolbarFragment = graphql(`
  fragment RecordToolbar on Topic {
    partitions {
      partition
      logStartOffset
      endOffset
    }
  }
`);

interface RecordToolbarProps {
  /** undefined until it is known. */
  readonly topic: FragmentType<typeof recordToolbarFragment> | undefined;
  readonly view: RecordView;
  onChange(changes: Partial<RecordView>, history?: 'push' | 'replace'): void;
  /** Behind all others. */
  readonly children?: ReactNode;
}

const starts: { value: Start; label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'oldest', label: 'Oldest' },
  { value: 'offset', label: 'Offset' },
  { value: 'time', label: 'Time' },
  { value: 'live', label: 'Live' },
];

/** Where to start reading, in which partitions, and how much at a time. */
export function RecordToolbar({ topic, view, onChange, children }: RecordToolbarProps) {
  const partitions = readFragment(recordToolbarFragment, topic)?.partitions ?? [];
  const chosen = view.partitions?.[0] ?? 0;
  const bounds = partitions.find(({ partition }) => partition === chosen);
  const names = partitions.map(({ partition }) => ({ value: String(partition), label: `Partition ${partition}` }));

  function start(from: Start) {
    const changes: Partial<RecordView> = { from, cursor: null, open: null, offset: null, time: null };
    // One partition's offsets mean nothing in another: the first one chosen stays.
    if (from === 'offset') onChange({ ...changes, partitions: [chosen], offset: bounds?.logStartOffset ?? 0 }, 'push');
    else if (from === 'time') onChange({ ...changes, time: Date.now() - 3_600_000 }, 'push');
    else onChange(changes, 'push');
  }

  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        aria-label="Start from"
        className={classes.start as string}
        data={starts}
        value={view.from}
        onChange={(value) => start(value as Start)}
      />
      {view.from === 'offset' ? (
        <>
          <Select
            aria-label="Partition"
            w={140}
            data={names}
            value={String(chosen)}
            allowDeselect={false}
            searchable
            onChange={(value) => onChange({ partitions: [Number(value)], cursor: null, open: null })}
          />
          <OffsetInput
            value={view.offset}
            start={bounds?.logStartOffset ?? 0}
            end={bounds?.endOffset ?? 0}
            onChange={(offset) => onChange({ offset, cursor: null, open: null }, 'push')}
          />
        </>
      ) : (
        <MultiSelect
          aria-label="Partitions"
          className={classes.partitions as string}
          data={names}
          value={(view.partitions ?? []).map(String)}
          placeholder={view.partitions ? '' : 'All partitions'}
          clearable
          searchable
          onChange={(values) =>
            onChange({
              partitions: values.length ? values.map(Number).sort((a, b) => a - b) : null,
              cursor: null,
              open: null,
            })
          }
        />
      )}
      {view.from === 'time' && (
        <TimeInput value={view.time} onChange={(time) => onChange({ time, cursor: null, open: null }, 'push')} />
      )}
      {view.from !== 'live' && (
        <Select
          aria-label="Records a page"
          className={classes.size as string}
          data={pageSizes.map((size) => ({ value: String(size), label: `${size} a page` }))}
          value={String(view.limit)}
          allowDeselect={false}
          onChange={(value) => onChange({ limit: Number(value), cursor: null })}
        />
      )}
      {children}
    </div>
  );
}
