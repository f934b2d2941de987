import type { CSSProperties } from 'react';
import classes from './skeleton.module.css';

interface SkeletonProps {
  /** Pixels. */
  readonly height: number;
  /** By default as wide as there is room. */
  readonly width?: CSSProperties['width'];
  readonly margin?: CSSProperties['margin'];
  /** In a line of text. */
  readonly inline?: boolean;
}

/**
 * Stands where something will be that is not known yet. One element and one component, where Mantine's are two: a table of
 * them is drawn on the server, taken over and thrown away for every page.
 */
export function Skeleton({ height, width, margin, inline = false }: SkeletonProps) {
  return (
    <span
      className={classes.skeleton}
      style={{ height, width, margin, display: inline ? 'inline-block' : undefined }}
    />
  );
}
