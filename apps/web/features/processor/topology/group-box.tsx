'use client';

import type { NodeProps } from '@xyflow/react';
import type { GroupElement } from './flow-elements.ts';
import classes from './group-box.module.css';

/** What runs together: its tasks are one a partition. */
export function GroupBox({ data: { subTopology } }: NodeProps<GroupElement>) {
  return (
    <div className={classes.group}>
      <span className={classes.title}>Sub-topology {subTopology}</span>
    </div>
  );
}
