'use client';

import { Alert, Anchor, Text } from '@mantine/core';
import { PageLink } from '../frame/page-link.tsx';
import { IconCircleCheck } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { recordAddress } from './record-view.ts';

export interface Landing {
  readonly partition: number;
  readonly offset: number;
}

interface ProduceLandingsProps {
  readonly topic: string;
  /** Newest first. */
  readonly landings: readonly Landing[];
  onLeave(): void;
}

/** Where the records just produced are. */
export function ProduceLandings({ topic, landings, onLeave }: ProduceLandingsProps) {
  if (landings.length === 0) return null;
  return (
    <Alert role="status" color="stream" variant="light" icon={<IconCircleCheck />} title="Appended">
      {landings.map(({ partition, offset }, i) => (
        <Text key={`${partition}-${offset}`} size="sm" {...(i > 0 ? { c: 'dimmed' } : {})}>
          Partition {partition}, offset {formatCount(offset)}.{' '}
          <Anchor component={PageLink} size="sm" href={recordAddress(topic, partition, offset)} onClick={onLeave}>
            Show it
          </Anchor>
        </Text>
      ))}
    </Alert>
  );
}
