'use client';

import { Alert, Code, Text } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { IconAlertTriangle, IconVersions } from '../icon/icons.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';

const processorWarningsFragment = graphql(`
  fragment ProcessorWarnings on StreamsApplication {
    topologyDiffers
    instances {
      id
      alive
      state
      hostname
      processId
      version
      heartbeatAt
      topologyHash
      error {
        code
        message
      }
    }
  }
`);

/** What is not as it should be: instances that an error has stopped, and two versions at once. */
export function ProcessorWarnings(props: { application: FragmentType<typeof processorWarningsFragment> }) {
  const { topologyDiffers, instances } = readFragment(processorWarningsFragment, props.application);
  const alive = instances.filter((instance) => instance.alive);
  // A dead one's failure is past once another runs.
  const told = alive.some(({ state }) => state === 'RUNNING') ? alive : instances.slice(0, Math.max(1, alive.length));
  const failed = told.filter(({ state, error }) => state === 'FAILED' && error);
  return (
    <>
      {failed.map(({ id, hostname, processId, heartbeatAt, error }) => (
        <Alert
          key={id}
          role="alert"
          variant="light"
          color="red"
          icon={<IconAlertTriangle />}
          title={`The instance on ${hostname}, process ${processId}, has failed`}
        >
          <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
            {error?.message}
          </Text>
          <Text size="xs" c="dimmed" mt={6} component="div">
            <Code>{error?.code}</Code> last heard of <RelativeTime time={Date.parse(heartbeatAt)} />. Nothing of the
            epoch that failed was done; others take over its tasks, and may meet the same record.
          </Text>
        </Alert>
      ))}
      {topologyDiffers && (
        <Alert
          role="status"
          variant="light"
          color="yellow"
          icon={<IconVersions />}
          title="Its instances have different topologies"
        >
          Two versions of the program run at once:{' '}
          {alive
            .map(({ version, hostname, processId, topologyHash }) => {
              const name = version ? `version ${version}` : `topology ${topologyHash.slice(0, 8)}`;
              return `${name} on ${hostname}, process ${processId}`;
            })
            .join('; ')}
          . What is drawn below is that of the newest. It passes when the last of the old ones has stopped.
        </Alert>
      )}
    </>
  );
}
