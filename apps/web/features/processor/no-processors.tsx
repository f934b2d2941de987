import { EmptyState } from '@mantine/core';
import { NothingFound } from '../frame/nothing-found.tsx';
import { Panel } from '../frame/panel.tsx';
import { IconTopologyStar3 } from '../icon/icons.ts';
import { ProcessorSnippet } from './processor-snippet.tsx';

/** Why there is no application to see, and how one comes to be. */
export function NoProcessors({ search }: { search: string | null }) {
  return (
    <Panel>
      {search ? (
        <NothingFound thing="application" search={search} />
      ) : (
        <EmptyState
          py={56}
          px="md"
          icon={<IconTopologyStar3 />}
          withIndicatorBackground
          title="No stream processors yet"
          description="A processor is a program of RxJS operators that reads topics, keeps state and writes topics, exactly once. Nobody registers it: it is here as soon as it starts."
        >
          <ProcessorSnippet />
        </EmptyState>
      )}
    </Panel>
  );
}
