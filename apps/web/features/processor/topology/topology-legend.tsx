import { NodeIcon } from './node-icon.tsx';
import classes from './topology-legend.module.css';

const kinds = [
  { kind: 'topic', text: 'topic' },
  { kind: 'operator', text: 'operator' },
  { kind: 'store', text: 'state store' },
] as const;

/** What the shapes of a topology mean. */
export function TopologyLegend() {
  return (
    <div className={classes.legend}>
      {kinds.map(({ kind, text }) => (
        <span key={kind} className={classes.item} data-kind={kind}>
          <NodeIcon kind={kind} size={15} />
          {text}
        </span>
      ))}
      <span className={classes.item}>
        <span className={classes.group} aria-hidden />
        sub-topology: its tasks are one a partition
      </span>
      <span className={classes.item}>
        <b>12/s</b> records a second, over the last few seconds
      </span>
    </div>
  );
}
