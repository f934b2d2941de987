'use client';

import { ActionIcon, Anchor, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { PageLink } from '../frame/page-link.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconDots, IconEraser, IconHistory } from '../icon/icons.ts';
import { formatCount, formatRecords } from '../quantity/quantity.ts';
import { topicPath } from '../topic/topic-name.ts';
import { DeleteOffsets } from './delete-offsets.tsx';
import { formatLagTime } from './lag-time.ts';
import classes from './partition-row.module.css';
import { PartitionColumns } from './partition-row.tsx';

interface TopicOffsetsProps {
  readonly group: string;
  readonly topic: string;
  readonly partitions: readonly { readonly memberId?: string | null; readonly lag: number; readonly lagMs: number }[];
  /** Its rows. */
  readonly children: ReactNode;
  onReset(): void;
}

/** A group's partitions of one topic, and what can be done to its offsets there. */
export function TopicOffsets({ group, topic, partitions, children, onReset }: TopicOffsetsProps) {
  const [deleting, { open, close }] = useDisclosure();
  const lag = partitions.reduce((sum, partition) => sum + partition.lag, 0);
  const lagMs = Math.max(...partitions.map((partition) => partition.lagMs));
  const readers = new Set(partitions.flatMap(({ memberId }) => memberId ?? [])).size;
  const behind = lag === 0 ? 'caught up' : `${formatRecords(lag)} behind, ${formatLagTime(lagMs)}`;
  return (
    <Panel>
      <div className={classes.head}>
        <Group gap="xs" wrap="nowrap" miw={0}>
          <Anchor component={PageLink} href={topicPath(topic, 'consumers')} className={classes.topic as string}>
            {topic}
          </Anchor>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {partitions.length === 1 ? '1 partition' : `${formatCount(partitions.length)} partitions`} · {behind}
          </Text>
        </Group>
        <Menu position="bottom-end" withArrow shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Offsets of ${topic}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconHistory size={15} />} onClick={onReset}>
              Reset offsets
            </Menu.Item>
            <Menu.Item leftSection={<IconEraser size={15} />} color="red" onClick={open}>
              Delete offsets
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <PartitionColumns>{children}</PartitionColumns>
      <DeleteOffsets group={group} topic={topic} readers={readers} opened={deleting} onClose={close} />
    </Panel>
  );
}
