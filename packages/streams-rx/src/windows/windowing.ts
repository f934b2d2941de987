import { MillraceError } from '@millrace/core';
import { checkedDuration } from './checked-duration.ts';
import { days } from './duration.ts';
import type { LateOptions } from './late-records.ts';
import type { SessionWindows } from './session-windows.ts';
import type { SlidingWindows } from './sliding-windows.ts';
import type { TimeWindows } from './time-windows.ts';

export type Windows = TimeWindows | SlidingWindows | SessionWindows;

export interface WindowingOptions extends LateOptions {
  /**
   * How long a window can be read after its start (a session: after its end), ms of stream time, Infinity for ever. At least until it has closed.
   * Default: a day, or until it has closed.
   */
  readonly retention?: number;
}

/** By which windows, and what goes with them. */
export interface Windowing<W extends Windows = Windows> {
  readonly windows: W;
  /** null: for ever. */
  readonly retentionMs: number | null;
  readonly lateTopic: string | undefined;
}

/** INVALID_TOPOLOGY for a retention that would forget windows before they have closed. */
export function windowing<W extends Windows>(windows: W, { retention, late }: WindowingOptions): Windowing<W> {
  const needed = neededMs(windows);
  const retentionMs =
    retention === undefined
      ? Math.max(days(1), needed)
      : retention === Number.POSITIVE_INFINITY
        ? null
        : checkedDuration('retention', retention, 0);
  if (retentionMs !== null && retentionMs < needed) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `retention (${retentionMs} ms) is too short: windows would be forgotten that still take records, for ${needed} ms.`,
    );
  }
  return { windows, retentionMs, lateTopic: late?.topic };
}

/** How long entries are looked at, from the time in their key on. */
export function neededMs(windows: Windows): number {
  switch (windows.kind) {
    case 'TIME':
      return windows.sizeMs + windows.graceMs;
    case 'SLIDING':
      // What a new window has is taken from those around it, which may have closed.
      return 3 * windows.timeDifferenceMs + windows.graceMs + 1;
    case 'SESSION':
      return windows.gapMs + windows.graceMs;
  }
}
