'use client';

import type { EdgeProps } from '@xyflow/react';
import { formatRate } from '../../statistics/format-rate.ts';
import type { EdgeElement } from './flow-elements.ts';
import classes from './rate-edge.module.css';

/** A line with the records a second that flow along it; one to a store has none. */
export function RateEdge({ data }: EdgeProps<EdgeElement>) {
  if (!data) return null;
  const { path, label, rate, touched } = data;
  const kind = rate === null ? 'store' : rate > 0 ? 'flowing' : 'idle';
  return (
    <g data-flow={kind} data-touched={touched || undefined} className={classes.edge}>
      <path d={path} className={classes.line} style={{ strokeWidth: rate ? widthOf(rate) : undefined }} />
      {kind === 'flowing' && <path d={path} className={classes.flow} />}
      {label && (
        <text x={label.x} y={label.y} className={classes.rate}>
          {formatRate(rate ?? 0)}/s
        </text>
      )}
    </g>
  );
}

/** A line ten times as busy is a little wider: 1.5 to 4 pixels. */
const widthOf = (rate: number) => Math.min(4, 1.5 + Math.log10(Math.max(1, rate)) / 2);
