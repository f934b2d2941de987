'use client';

import { Badge, Text } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import classes from './detail-table.module.css';
import { useApplication } from './processor-context.ts';
import { StateBadge } from './state-badge.tsx';

const instanceTableFragment = graphql(`
  fragment InstanceTable on StreamsApplication {
    instances {
      id
      state
      hostname
      processId
      version
      startedAt
      heartbeatAt
      alive
      topologyHash
      error {
        code
        message
      }
      tasks {
        id
      }
      totals {
        recordsIn
        recordsOut
      }
    }
  }
`);

/** The processes that run the application, or did. */
export function InstanceTable() {
  const application = useApplication();
  return application ? <Instances application={application} /> : <Skeleton height={160} />;
}

function Instances(props: { application: FragmentType<typeof instanceTableFragment> }) {
  const { instances } = readFragment(instanceTableFragment, props.application);
  return (
    <Panel>
      <table className={classes.table} aria-label="Instances">
        <thead>
          <tr>
            <th>Host, process</th>
            <th>State</th>
            <th>Version</th>
            <th>Tasks</th>
            <th className={classes.number} title="Since its start">
              Records in / out
            </th>
            <th>Started</th>
            <th>Heartbeat</th>
          </tr>
        </thead>
        <tbody>
          {instances.map((instance) => (
            <tr key={instance.id} className={classes.row} data-dead={!instance.alive || undefined}>
              <td className={classes.first} title={`Instance ${instance.id}`}>
                {instance.hostname}:{instance.processId}
                <div className={classes.dim}>{instance.id.slice(0, 8)}</div>
              </td>
              <td className={classes.badge}>
                <StateBadge state={instance.state} size="sm" />{' '}
                {!instance.alive && instance.state !== 'STOPPED' && (
                  <Badge size="sm" variant="default" title="Its heartbeat has stopped without a goodbye">
                    dead
                  </Badge>
                )}
                {instance.error && (
                  <div className={classes.error} title={instance.error.message}>
                    {instance.error.code}
                  </div>
                )}
              </td>
              <td data-label="Version">
                {instance.version ?? <span className={classes.dim}>not told</span>}
                <div className={classes.dim} title={`Topology ${instance.topologyHash}`}>
                  topology {instance.topologyHash.slice(0, 8)}
                </div>
              </td>
              <td data-label="Tasks" title={instance.tasks.map(({ id }) => id).join(', ')}>
                {instance.tasks.length > 0 ? (
                  `${formatCount(instance.tasks.length)}: ${instance.tasks.map(({ id }) => id).join(', ')}`
                ) : (
                  <span className={classes.dim}>none</span>
                )}
              </td>
              <td data-label="Records in / out" className={classes.number}>
                {formatCount(instance.totals.recordsIn)} / {formatCount(instance.totals.recordsOut)}
              </td>
              <td data-label="Started">
                <RelativeTime time={Date.parse(instance.startedAt)} light />
              </td>
              <td data-label="Heartbeat">
                <RelativeTime time={Date.parse(instance.heartbeatAt)} light />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {instances.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" p="md">
          No instance is known any more: dead ones are forgotten after a day.
        </Text>
      )}
    </Panel>
  );
}
