'use client';

import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { type PointerEvent, useId, useState } from 'react';
import { formatRecords } from '../quantity/quantity.ts';
import { formatLocal } from '../quantity/time.ts';
import classes from './lag-chart.module.css';
import { type LagSample, nearestSample } from './lag-history.ts';
import { formatLagTime } from './lag-time.ts';

interface LagPlotProps {
  readonly samples: readonly LagSample[];
  readonly width: number;
  readonly now: number;
  readonly windowMs: number;
  readonly highest: number;
  /** What the picture says, for those who do not see it. */
  readonly label: string;
}

export const plotHeight = 196;
const margin = { top: 22, right: 12, bottom: 24, left: 48 };

/** Where the time axis has its labels: at round ages. */
function agesOf(windowMs: number): number[] {
  const steps = windowMs > 120_000 ? 5 : 4;
  return Array.from({ length: steps + 1 }, (_, i) => windowMs - (i * windowMs) / steps);
}
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** A line over time that ends now, with what it was wherever one points. */
export function LagPlot({ samples, width, now, windowMs, highest, label }: LagPlotProps) {
  const clip = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const bottom = plotHeight - margin.bottom;
  const right = Math.max(width - margin.right, margin.left + 1);
  const x = scaleLinear([now - windowMs, now], [margin.left, right]);
  const y = scaleLinear([0, Math.max(highest, 4)], [bottom, margin.top]).nice(4);
  const known = (sample: LagSample) => sample.lag !== null;
  const lineOf = line<LagSample>(
    ({ time }) => x(time),
    ({ lag }) => y(lag ?? 0),
  )
    .defined(known)
    .curve(curveMonotoneX);
  const areaOf = area<LagSample>(
    ({ time }) => x(time),
    bottom,
    ({ lag }) => y(lag ?? 0),
  )
    .defined(known)
    .curve(curveMonotoneX);
  const sample = pointed === null ? null : nearestSample(samples, x.invert(pointed));
  const shown = sample && sample.time >= now - windowMs ? sample : null;

  function point(event: PointerEvent<SVGSVGElement>) {
    setPointed(event.clientX - event.currentTarget.getBoundingClientRect().left);
  }

  return (
    <>
      <svg
        role="img"
        aria-label={label}
        data-testid="lag-plot"
        className={classes.svg}
        width={width}
        height={plotHeight}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPointed(null)}
      >
        <clipPath id={clip}>
          <rect x={margin.left} y={0} width={right - margin.left} height={bottom + 1} />
        </clipPath>
        <text className={classes.unit} x={margin.left - 8} y={10} textAnchor="end">
          records
        </text>
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <line className={classes.grid} x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text className={classes.tick} x={margin.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
              {compact.format(tick)}
            </text>
          </g>
        ))}
        {agesOf(windowMs).map((age) => (
          <text
            key={age}
            className={classes.tick}
            x={x(now - age)}
            y={plotHeight - 6}
            textAnchor={age === windowMs ? 'start' : age === 0 ? 'end' : 'middle'}
          >
            {age === 0 ? 'now' : formatLagTime(age)}
            {age === windowMs && width > 480 && ' ago'}
          </text>
        ))}
        <g clipPath={`url(#${clip})`}>
          <path className={classes.area} d={areaOf(samples) ?? undefined} />
          <path className={classes.line} d={lineOf(samples) ?? undefined} data-testid="lag-line" />
        </g>
        {shown && (
          <g>
            <line className={classes.pointer} x1={x(shown.time)} x2={x(shown.time)} y1={margin.top} y2={bottom} />
            <circle className={classes.dot} cx={x(shown.time)} cy={y(shown.lag)} r={4} />
          </g>
        )}
      </svg>
      {shown && (
        <div
          className={classes.tip}
          data-side={x(shown.time) > width / 2 ? 'left' : 'right'}
          style={{ left: x(shown.time), top: margin.top }}
        >
          <b>{formatRecords(shown.lag)}</b>
          <span>{formatLocal(shown.time).slice(11, 19)}</span>
        </div>
      )}
    </>
  );
}
