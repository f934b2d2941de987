'use client';

import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffectEvent, useLayoutEffect } from 'react';
import type { Box } from './topology-layout.ts';
import { viewportShowing } from './viewport.ts';

interface ShowChosenProps {
  readonly id: string;
  readonly box: Box;
  /** How wide the details lie on the right side of a view of this width. */
  coveredRight(width: number): number;
}

/** None where less motion is asked for. */
const moveMs = () => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200);

/** Brings a node that is chosen into view, out from under its own details. */
export function ShowChosen({ id, box, coveredRight }: ShowChosenProps) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const show = useEffectEvent(() => {
    const { width, height } = store.getState();
    const before = flow.getViewport();
    const after = viewportShowing(box, before, { width, height }, coveredRight(width));
    if (after.x !== before.x || after.y !== before.y) void flow.setViewport(after, { duration: moveMs() });
  });
  // With the details, not some time after them on a busy machine: a click would meet what begins to move.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another node is shown anew
  useLayoutEffect(() => {
    if (flow.viewportInitialized) show();
  }, [id]);
  return null;
}
