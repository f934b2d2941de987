'use client';

import { Badge, Table, Text, Title } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import classes from './statistics.module.css';

const segmentTableFragment = graphql(`
  fragment SegmentTable on TopicStatistics {
    segmentCount
    segments {
      id
      openedAt
      sealedAt
      sizeBytes
      keyIndexBytes
      recordCount
      batchCount
      compacted
      removedRecords
    }
  }
`);

/** The newest segments: what retention drops and compaction writes anew. */
export function SegmentTable(props: {
  /** undefined until it is known. */
  readonly statistics: FragmentType<typeof segmentTableFragment> | undefined;
}) {
  const statistics = readFragment(segmentTableFragment, props.statistics);
  const count = (value: number | null | undefined) => (typeof value === 'number' ? formatCount(value) : '–');
  return (
    <Panel>
      <section className={classes.part} aria-label="Segments">
        <Title order={2} size="h4" fz={14}>
          Segments
        </Title>
        <Text size="xs" c="dimmed">
          Tables of Postgres that hold the log, newest first.
          {statistics && statistics.segments.length < statistics.segmentCount
            ? ` ${formatCount(statistics.segments.length)} of ${formatCount(statistics.segmentCount)}.`
            : ''}
        </Text>
        {!statistics && <Skeleton height={60} />}
        {statistics && (
          <Table.ScrollContainer minWidth={620}>
            <Table className={classes.segments as string}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Opened</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Records</Table.Th>
                  <Table.Th>Batches</Table.Th>
                  <Table.Th>On disk</Table.Th>
                  <Table.Th>Key index</Table.Th>
                  <Table.Th>Removed</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {statistics.segments.map((segment) => (
                  <Table.Tr key={segment.id}>
                    <Table.Td>
                      <RelativeTime light time={Date.parse(segment.openedAt)} />
                    </Table.Td>
                    <Table.Td>
                      <Badge size="sm" variant={segment.sealedAt ? 'default' : 'light'}>
                        {segment.sealedAt ? (segment.compacted ? 'compacted' : 'sealed') : 'open'}
                      </Badge>
                    </Table.Td>
                    <Table.Td>{count(segment.recordCount)}</Table.Td>
                    <Table.Td>{count(segment.batchCount)}</Table.Td>
                    <Table.Td>{formatBytes(segment.sizeBytes)}</Table.Td>
                    <Table.Td>{segment.keyIndexBytes > 0 ? formatBytes(segment.keyIndexBytes) : '–'}</Table.Td>
                    <Table.Td>{segment.removedRecords > 0 ? formatCount(segment.removedRecords) : '–'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </section>
    </Panel>
  );
}
