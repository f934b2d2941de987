'use client';

import { Handle, type NodeProps, Position } from '@xyflow/react';
import { PageLink } from '../../frame/page-link.tsx';
import type { NodeElement } from './flow-elements.ts';
import { NodeIcon } from './node-icon.tsx';
import classes from './topology-node.module.css';

/** A topic, an operator or a store. The name of one that has a page of its own leads there. */
export function TopologyNode({ data: { node, href }, selected }: NodeProps<NodeElement>) {
  return (
    <div className={classes.node} data-kind={node.kind} data-selected={selected || undefined}>
      {/* Without handles React Flow draws no lines, although these know their way themselves. */}
      <Handle type="target" position={Position.Left} className={classes.handle as string} />
      <Handle type="source" position={Position.Right} className={classes.handle as string} />
      <span className={classes.icon}>
        <NodeIcon kind={node.kind} />
      </span>
      <span className={classes.text}>
        {href ? (
          <PageLink
            href={href}
            className={classes.name}
            title={node.name}
            onClick={(event) => event.stopPropagation()}
            onKeyDown={(event) => event.stopPropagation()}
          >
            {node.name}
          </PageLink>
        ) : (
          <span className={classes.name} title={node.name}>
            {node.name}
          </span>
        )}
        <span className={classes.role} title={node.role}>
          {node.role}
        </span>
      </span>
    </div>
  );
}
