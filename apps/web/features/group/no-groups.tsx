import { EmptyState } from '@mantine/core';
import { NothingFound } from '../frame/nothing-found.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconUsersGroup } from '../icon/icons.ts';
import { ConsumeSnippet } from './consume-snippet.tsx';

/** Why there is no group to see, and how one comes to be. */
export function NoGroups({ search }: { search: string | null }) {
  return (
    <Panel>
      {search ? (
        <NothingFound thing="group" search={search} />
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
