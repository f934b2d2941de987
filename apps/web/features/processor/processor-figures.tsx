'use client';

import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Figures } from '../frame/figures.tsx';
import { formatLagTime } from '../group/lag-time.ts';
import { formatCount } from '../quantity/quantity.ts';
import { formatRate } from '../statistics/format-rate.ts';

const processorFiguresFragment = graphql(`
  fragment ProcessorFigures on StreamsApplication {
    recordsInPerSecond
    recordsOutPerSecond
    lag
    lagMs
    instances {
      id
      alive
    }
    totals {
      recordsIn
      recordsOut
      epochs
      failedEpochs
      lateRecords
      skippedRecords
      deadLetteredRecords
    }
  }
`);

const labels = ['Records/s in', 'Records/s out', 'Lag, records', 'Behind by', 'Instances alive', 'Left out'] as const;

/** An application in six figures; what they were made of since its instances started is said on hover. */
export function ProcessorFigures(props: { application: FragmentType<typeof processorFiguresFragment> }) {
  const application = readFragment(processorFiguresFragment, props.application);
  const { recordsInPerSecond, recordsOutPerSecond, lag, lagMs, instances, totals } = application;
  const { recordsIn, recordsOut, epochs, failedEpochs, lateRecords, skippedRecords, deadLetteredRecords } = totals;
  const since = 'since the start of its instances';
  const values = [
    <span
      key="in"
      data-testid="rate-in"
      title={`${formatCount(recordsIn)} ${since}, in ${formatCount(epochs)} epochs; ${formatCount(failedEpochs)} more were rolled back`}
    >
      {formatRate(recordsInPerSecond)}
    </span>,
    <span key="out" title={`${formatCount(recordsOut)} ${since}`}>
      {formatRate(recordsOutPerSecond)}
    </span>,
    formatCount(lag),
    lag > 0 ? formatLagTime(lagMs) : 'caught up',
    formatCount(instances.filter(({ alive }) => alive).length),
    <span
      key="left-out"
      title={`Records ${since}: ${formatCount(lateRecords)} too late for their window, ${formatCount(skippedRecords)} skipped (by an error policy, or without a key or a value where an operator wants one) and ${formatCount(deadLetteredRecords)} dead-lettered`}
    >
      {formatCount(lateRecords + skippedRecords + deadLetteredRecords)}
    </span>,
  ];
  return <Figures figures={labels.map((label, i) => [label, values[i]])} />;
}

export function ProcessorFiguresSkeleton() {
  return <Figures figures={labels.map((label) => [label, undefined])} />;
}
