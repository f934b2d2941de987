'use client';

import { Tooltip } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { formatRelative, formatTimestamp } from './time.ts';

/** One ticking clock for every relative time on a page. */
const tickMs = 5_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, tickMs);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

interface RelativeTimeProps {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** With the browser's own tooltip: for tables of hundreds of rows. */
  readonly light?: boolean;
}

/** "3 min. ago", with the exact time on hover. */
export function RelativeTime({ time, light = false }: RelativeTimeProps) {
  const current = useSyncExternalStore(
    listen,
    () => now,
    () => now,
  );
  // A tooltip is a dozen hooks and components: a list of fifty rows has it where the pointer is.
  const [near, setNear] = useState(false);
  const exact = formatTimestamp(time);
  const element = (
    <time
      dateTime={new Date(time).toISOString()}
      title={light ? exact : undefined}
      style={{ whiteSpace: 'nowrap' }}
      onMouseEnter={() => setNear(true)}
    >
      {/* Between two ticks a new record may be younger than the clock: it is from now, not from the future. */}
      {formatRelative(time, Math.max(current, Math.min(time, current + tickMs)))}
    </time>
  );
  return near && !light ? <Tooltip label={exact}>{element}</Tooltip> : element;
}
