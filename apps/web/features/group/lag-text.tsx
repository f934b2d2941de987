import { formatCount } from '../quantity/quantity.ts';
import classes from './lag-text.module.css';
import { formatLagTime } from './lag-time.ts';

interface LagTextProps {
  readonly lag: number;
  readonly lagMs: number;
}

/** A lag in records and, under them, in time. */
export function LagText({ lag, lagMs }: LagTextProps) {
  return (
    <span className={classes.lag} data-behind={lag > 0 || undefined}>
      <span>{formatCount(lag)}</span>
      <span className={classes.time}>{lag > 0 ? formatLagTime(lagMs) : 'caught up'}</span>
    </span>
  );
}
