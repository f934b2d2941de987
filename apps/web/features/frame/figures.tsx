'use client';

import type { ReactNode } from 'react';
import classes from './figures.module.css';
import { Skeleton } from './skeleton.tsx';

interface FiguresProps {
  /** In the order they are read; undefined while it is not known. */
  readonly figures: readonly (readonly [label: string, value: ReactNode | undefined])[];
}

/** What a thing comes to, in a row of numbers with their names. */
export function Figures({ figures }: FiguresProps) {
  return (
    <dl className={classes.figures}>
      {figures.map(([label, value]) => (
        <div key={label} className={classes.figure}>
          <dt>{label}</dt>
          <dd>{value === undefined ? <Skeleton height={14} width={72} margin="4px 0" /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
