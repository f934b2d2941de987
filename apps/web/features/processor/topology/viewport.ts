import type { Box } from './topology-layout.ts';

/** How a graph is looked at: its pixel p is seen at p × zoom + x. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 12;

/** Below this, text cannot be read. In a narrow view most graphs have to be moved about anyway: there it may as well be read with ease. */
const readableZoom = (width: number) => (width < 600 ? 0.85 : 0.55);

/** Where a view of a graph begins: all of it if that can be read, else around the first box from the left. */
export function startViewport(graph: Size, boxes: Iterable<Box>, view: Size): Viewport {
  const fits = Math.min((view.width - 2 * margin) / graph.width, (view.height - 2 * margin) / graph.height, 1);
  const zoom = Math.max(fits, readableZoom(view.width));
  const first = [...boxes].reduce((left, box) => (box.x < left.x ? box : left));
  const along = (space: number, size: number, focus: number) => {
    const all = size * zoom;
    if (all + 2 * margin <= space) return (space - all) / 2;
    return Math.min(margin, Math.max(space / 2 - focus * zoom, space - all - margin));
  };
  return {
    x: along(view.width, graph.width, first.x),
    y: along(view.height, graph.height, first.y + first.height / 2),
    zoom,
  };
}

/** The view moved as little as shows all of a box, which must not lie under what covers its right side. */
export function viewportShowing(box: Box, viewport: Viewport, view: Size, coveredRight: number): Viewport {
  const { zoom } = viewport;
  const along = (at: number, start: number, size: number, space: number) => {
    const from = start * zoom + at;
    const to = from + size * zoom;
    if (to > space - margin) return at - (to - space + margin);
    return from < margin ? at + margin - from : at;
  };
  return {
    x: along(viewport.x, box.x, box.width, view.width - coveredRight),
    y: along(viewport.y, box.y, box.height, view.height),
    zoom,
  };
}
