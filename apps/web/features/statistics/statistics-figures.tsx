'use client';

import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Figures } from '../frame/figures.tsx';
import { Panel } from '../frame/panel.tsx';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { formatRate } from './format-rate.ts';
import classes from './statistics.module.css';

const statisticsFiguresFragment = graphql(`
  fragment StatisticsFigures on TopicStatistics {
    sizeBytes
    keyIndexBytes
    recordCount
    batchCount
    meanBatchBytes
    meanBatchRecords
    oldestTimestamp
    newestTimestamp
    removedRecords
    removedBytes
    segmentCount
    rates {
      recordsIn
      bytesIn
      recordsOut
      bytesOut
    }
  }
`);

type Entries = readonly (readonly [label: string, value: ReactNode | undefined])[];

/** A topic in figures, a panel for each question. */
export function StatisticsFigures(props: {
  /** undefined until it is known. */
  readonly statistics: FragmentType<typeof statisticsFiguresFragment> | undefined;
}) {
  const statistics = readFragment(statisticsFiguresFragment, props.statistics);
  /** undefined while nothing is known. */
  const of = (value: (known: NonNullable<typeof statistics>) => ReactNode) => statistics && value(statistics);
  const time = (text: string | null | undefined) => (text ? <RelativeTime time={Date.parse(text)} /> : 'none');
  const storage: Entries = [
    ['On disk', of(({ sizeBytes }) => formatBytes(sizeBytes))],
    ['A record', of(({ sizeBytes, recordCount }) => (recordCount > 0 ? formatBytes(sizeBytes / recordCount) : 'none'))],
    ['Key indexes', of(({ keyIndexBytes }) => (keyIndexBytes > 0 ? formatBytes(keyIndexBytes) : 'none'))],
    ['Segments', of(({ segmentCount }) => formatCount(segmentCount))],
    [
      'Saved by compaction',
      of(({ removedBytes, removedRecords }) =>
        removedRecords > 0 ? `${formatBytes(removedBytes)}, ${formatCount(removedRecords)} records` : 'nothing',
      ),
    ],
  ];
  const records: Entries = [
    ['Records', of(({ recordCount }) => formatCount(recordCount))],
    ['Batches, about', of(({ batchCount }) => formatCount(batchCount))],
    ['Records a batch', of(({ meanBatchRecords: mean }) => (typeof mean === 'number' ? formatRate(mean) : 'none'))],
    ['Bytes a batch', of(({ meanBatchBytes: mean }) => (typeof mean === 'number' ? formatBytes(mean) : 'none'))],
    ['Oldest', of(({ oldestTimestamp }) => time(oldestTimestamp))],
    ['Newest', of(({ newestTimestamp }) => time(newestTimestamp))],
  ];
  const rates: Entries = [
    ['Records in', of(({ rates: { recordsIn } }) => `${formatRate(recordsIn)}/s`)],
    ['Bytes in', of(({ rates: { bytesIn } }) => `${formatBytes(bytesIn)}/s`)],
    ['Records out', of(({ rates: { recordsOut } }) => `${formatRate(recordsOut)}/s`)],
    ['Bytes out', of(({ rates: { bytesOut } }) => `${formatBytes(bytesOut)}/s`)],
  ];
  return (
    <>
      <Part title="Storage" figures={storage} />
      <Part title="Records" figures={records} />
      <Part title="Last minute, through this node" figures={rates} />
    </>
  );
}

function Part({ title, figures }: { readonly title: string; readonly figures: Entries }) {
  return (
    <Panel>
      <section className={classes.part} aria-label={title}>
        <Title order={2} size="h4" fz={14}>
          {title}
        </Title>
        <Figures figures={figures} />
      </section>
    </Panel>
  );
}
