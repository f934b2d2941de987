'use client';

import { jsonInside } from './json-text.ts';
import { JsonTree } from './json-tree.tsx';
import classes from './value-view.module.css';

/** A decoded key or value: a tree where it has parts, also where a string holds JSON; else its text. */
export function ValueView({ value }: { value: unknown }) {
  const parsed = typeof value === 'string' ? jsonInside(value) : value;
  if (typeof parsed === 'object' && parsed !== null) {
    return (
      <div className={classes.frame}>
        {typeof value === 'string' && <p className={classes.note}>A string that holds JSON:</p>}
        <JsonTree value={parsed} />
      </div>
    );
  }
  return (
    <div className={classes.frame}>
      {typeof value === 'string' ? <pre className={classes.text}>{value}</pre> : <JsonTree value={value} />}
    </div>
  );
}
