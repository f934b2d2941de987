'use client';

import { Group, Text, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount, formatRecords } from '../quantity/quantity.ts';
import classes from './lag-chart.module.css';
import { rangeOf, windowOf } from './lag-history.ts';
import { LagPlot, plotHeight } from './lag-plot.tsx';
import { formatLagTime } from './lag-time.ts';
import { useLagHistory } from './use-lag-history.ts';

const lagChartFragment = graphql(`
  fragment LagChart on ConsumerGroup {
    lag
  }
`);

interface LagChartProps {
  /** Another object whenever the API said something. */
  readonly group: FragmentType<typeof lagChartFragment>;
  readonly connected: boolean;
}

/** The total lag of a group since the page was opened, at most of the last ten minutes. */
export function LagChart({ group, connected }: LagChartProps) {
  const { lag } = readFragment(lagChartFragment, group);
  const history = useLagHistory(group, lag, connected);
  const now = useNow();
  const { ref, width } = useElementSize();
  const windowMs = windowOf(history, now);
  const samples = connected ? [...history, { time: now, lag }] : history;
  const range = rangeOf(samples, now - windowMs) ?? { lowest: lag, highest: lag };
  const span = `last ${formatLagTime(windowMs)}`;
  const summary = `Now ${formatRecords(lag)}, lowest ${formatCount(range.lowest)}, highest ${formatCount(range.highest)}`;

  return (
    <Panel>
      <figure className={classes.chart}>
        <figcaption>
          <Group justify="space-between" gap="xs">
            <Title order={2} fz={14}>
              Total lag
            </Title>
            <Text size="xs" c="dimmed" data-testid="lag-summary">
              {summary} in the {span}
            </Text>
          </Group>
        </figcaption>
        <div ref={ref} className={classes.plot}>
          {width > 0 && (
            <LagPlot
              samples={samples}
              width={width}
              now={now}
              windowMs={windowMs}
              highest={range.highest}
              label={`Total lag over the ${span}. ${summary}.`}
            />
          )}
        </div>
      </figure>
    </Panel>
  );
}

/** Several times a second, so that the line moves on without leaps. */
const tickMs = 250;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function LagChartSkeleton() {
  return (
    <Panel>
      <figure className={classes.chart}>
        <Skeleton height={14} width={80} margin="4px 0" />
        <Skeleton height={plotHeight} margin="var(--mantine-spacing-xs) 0 0" />
      </figure>
    </Panel>
  );
}
