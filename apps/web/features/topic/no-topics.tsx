import { Button, EmptyState } from '@mantine/core';
import { IconSearchOff, IconStack2 } from '@tabler/icons-react';
import { Panel } from '../frame/panel.tsx';

interface NoTopicsProps {
  readonly search: string;
  readonly internal: boolean;
  onCreate(): void;
}

export function NoTopics({ search, internal, onCreate }: NoTopicsProps) {
  return (
    <Panel>
      {search ? (
        <EmptyState
          py={56}
          icon={<IconSearchOff />}
          withIndicatorBackground
          title={`No topic's name contains "${search}"`}
          description={
            internal ? 'Try a shorter part of the name.' : 'Internal topics are not searched: switch them on above.'
          }
        />
      ) : (
        <EmptyState
          py={56}
          icon={<IconStack2 />}
          withIndicatorBackground
          title="No topics yet"
          description="A topic is where records go: ordered, partitioned, kept in Postgres. Create one, then produce to it from its page."
        >
          <EmptyState.Actions>
            <Button onClick={onCreate}>Create the first topic</Button>
          </EmptyState.Actions>
        </EmptyState>
      )}
    </Panel>
  );
}
