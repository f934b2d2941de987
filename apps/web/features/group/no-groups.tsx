import { EmptyState } from '@mantine/core';
import { IconSearchOff, IconUsersGroup } from '@tabler/icons-react';
import { Panel } from '../frame/panel.tsx';
import { ConsumeSnippet } from './consume-snippet.tsx';

/** Why there is no group to see, and how one comes to be. */
export function NoGroups({ search }: { search: string }) {
  return (
    <Panel>
      {search ? (
        <EmptyState
          py={56}
          icon={<IconSearchOff />}
          withIndicatorBackground
          title={`No group's name contains "${search}"`}
          description="Try a shorter part of the name."
        />
      ) : (
        <EmptyState
          py={56}
          px="md"
          icon={<IconUsersGroup />}
          withIndicatorBackground
          title="No consumer groups yet"
          description="A group shares the partitions of its topics among its members and remembers how far it has come. Nobody creates it: its first member makes it, by subscribing."
        >
          <ConsumeSnippet topic="orders" />
        </EmptyState>
      )}
    </Panel>
  );
}
