import { Button, EmptyState } from '@mantine/core';
import { Panel } from '../frame/panel.tsx';
import { IconFilterOff, IconInbox } from '../icon/icons.ts';
import { useProduce } from './produce-context.ts';
import type { RecordView } from './record-view.ts';

interface NoRecordsProps {
  readonly view: RecordView;
  readonly filter: string;
  onChange(changes: Partial<RecordView>, history?: 'push' | 'replace'): void;
}

/** Why there is nothing to see, and what to do about it. */
export function NoRecords({ view, filter, onChange }: NoRecordsProps) {
  const produce = useProduce();
  if (filter) {
    return (
      <Panel>
        <EmptyState
          py={48}
          icon={<IconFilterOff />}
          withIndicatorBackground
          title="No record of this page contains that text"
          description="Only the records that are loaded are looked at, not the whole topic."
        />
      </Panel>
    );
  }
  const fromSomewhere = view.from === 'offset' || view.from === 'time' || view.cursor !== null;
  return (
    <Panel>
      <EmptyState
        py={48}
        icon={<IconInbox />}
        withIndicatorBackground
        title={
          fromSomewhere
            ? 'No records from here on'
            : view.partitions
              ? 'No records in these partitions'
              : 'No records yet'
        }
        description={
          fromSomewhere
            ? 'This is the end of the log. Look at the newest records instead, or watch for what comes.'
            : 'Produce one by hand, or watch live while your producers start.'
        }
      >
        <EmptyState.Actions>
          {fromSomewhere ? (
            <Button
              variant="default"
              onClick={() => onChange({ from: 'newest', cursor: null, offset: null, time: null }, 'push')}
            >
              Newest records
            </Button>
          ) : (
            <Button onClick={() => produce.open()}>Produce a record</Button>
          )}
          <Button
            variant="default"
            onClick={() => onChange({ from: 'live', cursor: null, offset: null, time: null }, 'push')}
          >
            Watch live
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </Panel>
  );
}
