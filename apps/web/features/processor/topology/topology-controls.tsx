'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { IconArrowsMaximize, IconMinus, IconPlus } from '../../icon/icons.ts';
import classes from './topology-view.module.css';

/** Nearer, farther, all of it. */
export function TopologyControls() {
  const flow = useReactFlow();
  const actions = [
    { label: 'Zoom in', icon: IconPlus, run: () => flow.zoomIn() },
    { label: 'Zoom out', icon: IconMinus, run: () => flow.zoomOut() },
    { label: 'Show all of it', icon: IconArrowsMaximize, run: () => flow.fitView({ padding: 0.03 }) },
  ];
  return (
    <div className={classes.controls}>
      {actions.map(({ label, icon: Icon, run }) => (
        <Tooltip key={label} label={label} position="right">
          <ActionIcon variant="default" size={30} aria-label={label} onClick={() => void run()}>
            <Icon size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
