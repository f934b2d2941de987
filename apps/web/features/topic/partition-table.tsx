'use client';

import { Anchor, Stack, Table } from '@mantine/core';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { PageLink } from '../frame/page-link.tsx';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import classes from './partition-table.module.css';
import { topicPath } from './topic-name.ts';

const partitionsQuery = graphql(`
  query TopicPartitions($name: String!) {
    topic(name: $name) {
      id
      recordCount
      partitions {
        partition
        logStartOffset
        endOffset
        recordCount
      }
    }
  }
`);

/** Where each partition's log starts and ends. */
export function PartitionTable({ topic: name }: { topic: string }) {
  const { data, problem, refresh } = useLiveQuery({
    query: partitionsQuery,
    variables: { name },
    refreshMs: 3_000,
    typenames: ['Topic'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The partitions could not be read" />;
  const topic = data?.topic;
  return (
    <Stack gap="sm">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      <Panel>
        <Table className={classes.table as string}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Partition</Table.Th>
              <Table.Th>Start offset</Table.Th>
              <Table.Th>End offset</Table.Th>
              <Table.Th>Records</Table.Th>
              <Table.Th className={classes.share as string}>Share</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {topic?.partitions.map((partition) => {
              const share = topic.recordCount > 0 ? partition.recordCount / topic.recordCount : 0;
              return (
                <Table.Tr key={partition.partition}>
                  <Table.Td>
                    <Anchor
                      component={PageLink}
                      size="sm"
                      href={`${topicPath(name)}?partitions=${partition.partition}`}
                      title={`Newest records of partition ${partition.partition}`}
                    >
                      {partition.partition}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{formatCount(partition.logStartOffset)}</Table.Td>
                  <Table.Td>{formatCount(partition.endOffset)}</Table.Td>
                  <Table.Td>{formatCount(partition.recordCount)}</Table.Td>
                  <Table.Td className={classes.share as string}>
                    <div className={classes.bar} role="img" aria-label={`${Math.round(share * 100)} % of the records`}>
                      <div className={classes.fill} style={{ width: `${share * 100}%` }} />
                    </div>
                  </Table.Td>
                </Table.Tr>
              );
            })}
            {!topic && <SkeletonRows />}
          </Table.Tbody>
        </Table>
      </Panel>
    </Stack>
  );
}

function SkeletonRows() {
  return [0, 1, 2, 3].map((row) => (
    <Table.Tr key={row}>
      {[0, 1, 2, 3, 4].map((column) => (
        <Table.Td key={column} className={(column === 4 && classes.share) || ''}>
          <Skeleton height={12} margin="5px 0" width={column === 4 ? '80%' : 56} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}
