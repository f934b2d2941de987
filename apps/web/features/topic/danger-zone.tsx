'use client';

import { Button, Stack, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { SettingsSection } from '../frame/settings-section.tsx';
import { DeleteRecords } from './delete-records.tsx';
import { DeleteTopic } from './delete-topic.tsx';

const dangerZoneFragment = graphql(`
  fragment DangerZone on Topic {
    name
    recordCount
    ...DeleteRecordsTopic
  }
`);

/** What cannot be undone. */
export function DangerZone(props: { topic: FragmentType<typeof dangerZoneFragment> }) {
  const topic = readFragment(dangerZoneFragment, props.topic);
  const [deletingRecords, records] = useDisclosure();
  const [deletingTopic, whole] = useDisclosure();
  return (
    <Stack gap="sm" component="section" aria-labelledby="danger-zone">
      <Title order={2} id="danger-zone">
        Danger zone
      </Title>
      <SettingsSection
        danger
        title="Delete records"
        description="Moves the start of the log, of all partitions to their end or of one to an offset. Records before it can no longer be read. The topic, its configuration and its offsets stay."
      >
        <Button color="red" variant="outline" onClick={records.open}>
          Delete records
        </Button>
      </SettingsSection>
      <SettingsSection
        danger
        title="Delete this topic"
        description="Gone at once, for producers and consumers, with every record in it."
      >
        <Button color="red" onClick={whole.open}>
          Delete topic
        </Button>
      </SettingsSection>
      <DeleteRecords topic={topic} opened={deletingRecords} onClose={records.close} />
      <DeleteTopic name={topic.name} recordCount={topic.recordCount} opened={deletingTopic} onClose={whole.close} />
    </Stack>
  );
}
