'use client';

import { Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { MemberRow } from './member-row.tsx';
import classes from './member-table.module.css';
import { type Removal, RemoveMember } from './remove-member.tsx';

const memberTableFragment = graphql(`
  fragment MemberTable on ConsumerGroup {
    id
    members {
      id
      ...MemberRow
    }
  }
`);

/** Who reads for the group, and which partitions. */
export function MemberTable(props: { group: FragmentType<typeof memberTableFragment> }) {
  const { id, members } = readFragment(memberTableFragment, props.group);
  const [removal, setRemoval] = useState<Removal>();
  const [removing, { open, close }] = useDisclosure();
  const remove = (member: Removal) => {
    setRemoval(member);
    open();
  };
  return (
    <>
      <MemberColumns count={members.length}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onRemove={remove} />
        ))}
        {members.length === 0 && (
          <tr className={classes.none}>
            <td colSpan={5}>
              <Text size="sm" c="dimmed" ta="center" py="md">
                No members. The group reads on from what it has committed as soon as a consumer joins.
              </Text>
            </td>
          </tr>
        )}
      </MemberColumns>
      {removal && <RemoveMember group={id} member={removal} opened={removing} onClose={close} />}
    </>
  );
}

function MemberColumns({ count, children }: { count?: number; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-labelledby="members">
      <Title order={2} id="members">
        Members{' '}
        {count !== undefined && (
          <Text span c="dimmed" inherit fw={400}>
            {formatCount(count)}
          </Text>
        )}
      </Title>
      <Panel>
        <table className={classes.table}>
          <thead>
            <tr>
              <th className={classes.member}>Member</th>
              <th>Partitions</th>
              <th className={classes.node}>Node</th>
              <th className={classes.joined}>Joined</th>
              <th className={classes.action}>
                <span className={classes.hidden}>Action</span>
              </th>
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Panel>
    </Stack>
  );
}

export function MemberTableSkeleton() {
  return (
    <MemberColumns>
      {[0, 1, 2].map((row) => (
        <tr key={row} className={classes.row} aria-hidden>
          {['46%', '60%', '70%', '60%'].map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a skeleton are never reordered
            <td key={column}>
              <Skeleton height={13} margin="11px 0" width={width} />
            </td>
          ))}
          <td />
        </tr>
      ))}
    </MemberColumns>
  );
}
