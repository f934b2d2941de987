'use client';

import { Text, Title } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import classes from './statistics.module.css';

const batchSizesFragment = graphql(`
  fragment BatchSizes on TopicStatistics {
    batchSizes {
      minRecords
      maxRecords
      batches
      records
    }
  }
`);

/** How many records batches hold: many small ones cost disk and reading speed. */
export function BatchSizes(props: {
  /** undefined until it is known. */
  readonly statistics: FragmentType<typeof batchSizesFragment> | undefined;
}) {
  const sizes = readFragment(batchSizesFragment, props.statistics)?.batchSizes;
  const total = sizes?.reduce((sum, { batches }) => sum + batches, 0) ?? 0;
  return (
    <Panel>
      <section className={classes.part} aria-label="Batch sizes">
        <Title order={2} size="h4" fz={14}>
          Batch sizes
        </Title>
        <Text size="xs" c="dimmed">
          {total > 0
            ? `Of ${formatCount(total)} batches of the newest segments. A batch is one row of Postgres: the larger, the less a record costs.`
            : 'A batch is one row of Postgres. There is none yet.'}
        </Text>
        {sizes ? (
          <div className={classes.sizes}>
            {sizes.map(({ minRecords, maxRecords, batches }) => {
              const share = total > 0 ? batches / total : 0;
              return (
                <div key={minRecords} className={classes.size}>
                  <span>{rangeOf(minRecords, maxRecords ?? null)}</span>
                  <div className={classes.bar}>
                    <div
                      className={classes.fill}
                      data-none={batches === 0 || undefined}
                      style={{ width: `${share * 100}%` }}
                    />
                  </div>
                  <span>{batches > 0 ? `${share < 0.01 ? '<1' : Math.round(share * 100)} %` : ''}</span>
                </div>
              );
            })}
          </div>
        ) : (
          <Skeleton height={130} />
        )}
      </section>
    </Panel>
  );
}

function rangeOf(min: number, max: number | null): string {
  if (max === null) return `${formatCount(min)} or more`;
  return min === max ? '1 record' : `${formatCount(min)} to ${formatCount(max)}`;
}
