'use client';

import { Stack, Text, Title } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { byTopic } from './partition-ranges.ts';
import { PartitionColumns, PartitionRow } from './partition-row.tsx';
import { TopicOffsets } from './topic-offsets.tsx';

const groupPartitionsFragment = graphql(`
  fragment GroupPartitions on ConsumerGroup {
    id
    members {
      id
      clientId
    }
    partitions {
      topic
      partition
      memberId
      lag
      lagMs
      ...PartitionRow
    }
  }
`);

interface GroupPartitionsProps {
  readonly group: FragmentType<typeof groupPartitionsFragment>;
  onReset(topic: string): void;
}

/** Who owns each partition and how far the group has come in it, topic by topic. */
export function GroupPartitions(props: GroupPartitionsProps) {
  const { id, members, partitions } = readFragment(groupPartitionsFragment, props.group);
  const clientIds = new Map(members.map((member) => [member.id, member.clientId]));
  const highestLag = Math.max(0, ...partitions.map(({ lag }) => lag));
  return (
    <Stack gap="xs" component="section" aria-labelledby="partitions">
      <Title order={2} id="partitions">
        Partitions{' '}
        <Text span c="dimmed" inherit fw={400}>
          {formatCount(partitions.length)}
        </Text>
      </Title>
      {byTopic(partitions).map(({ topic, items }) => (
        <TopicOffsets key={topic} group={id} topic={topic} partitions={items} onReset={() => props.onReset(topic)}>
          {items.map((partition) => (
            <PartitionRow
              key={partition.partition}
              partition={partition}
              clientId={partition.memberId ? clientIds.get(partition.memberId) : undefined}
              highestLag={highestLag}
            />
          ))}
        </TopicOffsets>
      ))}
      {partitions.length === 0 && (
        <Panel>
          <Text size="sm" c="dimmed" ta="center" p="md">
            It reads no partition and has committed nothing.
          </Text>
        </Panel>
      )}
    </Stack>
  );
}

export function GroupPartitionsSkeleton() {
  return (
    <Stack gap="xs">
      <Title order={2}>Partitions</Title>
      <Panel>
        <PartitionColumns>
          {[0, 1, 2].map((row) => (
            <tr key={row} aria-hidden>
              <td colSpan={6}>
                <Skeleton height={13} margin="11px 0" />
              </td>
            </tr>
          ))}
        </PartitionColumns>
      </Panel>
    </Stack>
  );
}
