import { Button, EmptyState } from '@mantine/core';
import { NothingFound } from '../frame/nothing-found.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconStack2 } from '../icon/icons.ts';

interface NoTopicsProps {
  readonly search: string | null;
  readonly internal: boolean;
  onCreate(): void;
}

export function NoTopics({ search, internal, onCreate }: NoTopicsProps) {
  return (
    <Panel>
      {search ? (
        <NothingFound
          thing="topic"
          search={search}
          {...(!internal && { advice: 'Internal topics are not searched: switch them on above.' })}
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
