'use client';

import { Text } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { formatLocal } from '../quantity/time.ts';
import { formatRate } from '../statistics/format-rate.ts';
import classes from './detail-table.module.css';
import { useApplication } from './processor-context.ts';
import { StateBadge } from './state-badge.tsx';

const taskTableFragment = graphql(`
  fragment TaskTable on StreamsApplication {
    tasks {
      id
      subTopology
      partition
      state
      streamTime
      bufferedRecords
      recordsPerSecond
      epochMs
      lag
      instance {
        id
        hostname
        processId
      }
    }
  }
`);

/** What the work is made of, and who does it. */
export function TaskTable() {
  const application = useApplication();
  return application ? <Tasks application={application} /> : <Skeleton height={220} />;
}

function Tasks(props: { application: FragmentType<typeof taskTableFragment> }) {
  const { tasks } = readFragment(taskTableFragment, props.application);
  return (
    <Panel>
      <table className={classes.table} aria-label="Tasks">
        <thead>
          <tr>
            <th title="Sub-topology and partition: what moves between instances as a whole">Task</th>
            <th>State</th>
            <th>Instance</th>
            <th title="The greatest record time it has seen">Stream time</th>
            <th className={classes.number} title="Read and not processed yet">
              Buffered
            </th>
            <th className={classes.number}>Records/s</th>
            <th className={classes.number} title="From the first record of an epoch to its commit">
              Epoch
            </th>
            <th className={classes.number}>Lag</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id} className={classes.row} data-task={task.id}>
              <td data-label="Task" className={classes.first} title={`Sub-topology ${task.subTopology}`}>
                {task.id}
              </td>
              <td className={classes.badge}>
                <StateBadge state={task.state} size="sm" />
              </td>
              <td data-label="Instance" title={task.instance?.id}>
                {task.instance ? (
                  `${task.instance.hostname}:${task.instance.processId}`
                ) : (
                  <span className={classes.dim}>nobody</span>
                )}
              </td>
              <td data-label="Stream time">
                {task.streamTime ? (
                  formatLocal(Date.parse(task.streamTime))
                ) : (
                  <span className={classes.dim}>no record yet</span>
                )}
              </td>
              <td data-label="Buffered" className={`${classes.number} ${classes.narrow}`}>
                {formatCount(task.bufferedRecords)}
              </td>
              <td data-label="Records/s" className={`${classes.number} ${classes.narrow}`}>
                {formatRate(task.recordsPerSecond)}
              </td>
              <td data-label="Epoch" className={`${classes.number} ${classes.narrow}`}>
                {formatRate(task.epochMs)} ms
              </td>
              <td data-label="Lag" className={`${classes.number} ${classes.narrow}`}>
                {formatCount(task.lag)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {tasks.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" p="md">
          No tasks: nobody runs it, and nothing of it is committed.
        </Text>
      )}
    </Panel>
  );
}
