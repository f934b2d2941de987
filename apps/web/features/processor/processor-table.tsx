'use client';

import { Text } from '@mantine/core';
import type { ProcessorRowFragment } from '../../generated/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { type ListColumn, ListRow, ListSkeleton, ListTable } from '../frame/list-table.tsx';
import { LagText } from '../group/lag-text.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { formatRate } from '../statistics/format-rate.ts';
import { processorPath } from './processor-path.ts';
import { StateBadge } from './state-badge.tsx';

const processorRowFragment = graphql(`
  fragment ProcessorRow on StreamsApplication {
    id
    state
    recordsInPerSecond
    recordsOutPerSecond
    lag
    lagMs
    instances {
      id
      alive
    }
    errors(first: 1) {
      totalCount
      nodes {
        id
        occurredAt
      }
    }
  }
`);

type ProcessorRowData = FragmentType<typeof processorRowFragment>;

const columns: readonly ListColumn[] = [
  { title: 'Name' },
  { title: 'State' },
  { title: 'Instances', number: true, wide: true },
  { title: 'Records/s in', number: true, wide: true },
  { title: 'Records/s out', number: true, wide: true },
  { title: 'Lag', number: true },
  { title: 'Errors', number: true, wide: true },
];

export function ProcessorTable(props: { applications: readonly (ProcessorRowData & { readonly id: string })[] }) {
  return (
    <ListTable columns={columns}>
      {props.applications.map((application) => (
        <ProcessorRow key={application.id} application={application} />
      ))}
    </ListTable>
  );
}

function ProcessorRow(props: { application: ProcessorRowData }) {
  const application = readFragment(processorRowFragment, props.application);
  const { id, state, instances, recordsInPerSecond, recordsOutPerSecond, lag, lagMs, errors } = application;
  const alive = instances.filter((instance) => instance.alive).length;
  return (
    <ListRow
      columns={columns}
      name={id}
      href={processorPath(id)}
      cells={[
        <StateBadge key="state" state={state} testId="application-state" />,
        formatCount(alive),
        formatRate(recordsInPerSecond),
        formatRate(recordsOutPerSecond),
        <LagText key="lag" lag={lag} lagMs={lagMs} />,
        <ErrorsLately key="errors" errors={errors} />,
      ]}
    />
  );
}

function ErrorsLately({ errors }: { errors: ProcessorRowFragment['errors'] }) {
  const [newest] = errors.nodes;
  if (!newest) {
    return (
      <Text span inherit c="dimmed">
        none
      </Text>
    );
  }
  return (
    <>
      {formatCount(errors.totalCount)}
      <Text fz={11.5} lh={1.3} c="dimmed">
        <RelativeTime time={Date.parse(newest.occurredAt)} light />
      </Text>
    </>
  );
}

export const ProcessorTableSkeleton = () => <ListSkeleton columns={columns} />;
