'use client';

import { Anchor, Skeleton, Table } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ProcessorRowFragment } from '../../generated/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { LagText } from '../group/lag-text.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { formatRate } from '../statistics/format-rate.ts';
import { processorPath } from './processor-path.ts';
import classes from './processor-table.module.css';
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

export function ProcessorTable(props: { applications: readonly (ProcessorRowData & { readonly id: string })[] }) {
  return (
    <ProcessorColumns>
      {props.applications.map((application) => (
        <ProcessorRow key={application.id} application={application} />
      ))}
    </ProcessorColumns>
  );
}

function ProcessorColumns({ children }: { children: ReactNode }) {
  return (
    <Panel>
      <Table highlightOnHover highlightOnHoverColor="var(--row-hover)" className={classes.table as string}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Instances</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Records/s in</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Records/s out</Table.Th>
            <Table.Th className={classes.number as string}>Lag</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Errors</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}

function ProcessorRow(props: { application: ProcessorRowData }) {
  const application = readFragment(processorRowFragment, props.application);
  const { id, state, instances, recordsInPerSecond, recordsOutPerSecond, lag, lagMs, errors } = application;
  const alive = instances.filter((instance) => instance.alive).length;
  return (
    <Table.Tr className={classes.row as string}>
      <Table.Td className={classes.nameCell as string}>
        <Anchor
          component={Link}
          href={processorPath(id)}
          className={classes.name as string}
          prefetch={false}
          title={id}
        >
          {id}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <StateBadge state={state} testId="application-state" />
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatCount(alive)}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatRate(recordsInPerSecond)}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatRate(recordsOutPerSecond)}</Table.Td>
      <Table.Td className={classes.number as string}>
        <LagText lag={lag} lagMs={lagMs} />
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>
        <ErrorsLately errors={errors} />
      </Table.Td>
    </Table.Tr>
  );
}

function ErrorsLately({ errors }: { errors: ProcessorRowFragment['errors'] }) {
  const [newest] = errors.nodes;
  if (!newest) return <span className={classes.none}>none</span>;
  return (
    <span className={classes.errors}>
      <span>{formatCount(errors.totalCount)}</span>
      <span className={classes.none}>
        <RelativeTime time={Date.parse(newest.occurredAt)} light />
      </span>
    </span>
  );
}

export function ProcessorTableSkeleton() {
  return (
    <ProcessorColumns>
      {Array.from({ length: 5 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <Table.Tr key={row}>
          <Table.Td>
            <Skeleton height={14} my={9} width={`${65 - ((row * 17) % 40)}%`} />
          </Table.Td>
          {['', classes.wide, classes.wide, classes.wide, '', classes.wide].map((className, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor are its columns
            <Table.Td key={column} className={className ?? ''}>
              <Skeleton height={14} my={9} ml={column > 0 ? 'auto' : 0} width={56} />
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </ProcessorColumns>
  );
}
