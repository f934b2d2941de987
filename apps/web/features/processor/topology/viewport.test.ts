import { describe, expect, test } from 'vitest';
import { startViewport, viewportShowing } from './viewport.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });

describe('the view of a graph', () => {
  test('begins with all of it where that can be read, in the middle and no larger than it is', () => {
    const boxes = [box(0, 0)];
    const view = { width: 1000, height: 500 };
    expect(startViewport({ width: 400, height: 200 }, boxes, view)).toEqual({ x: 300, y: 150, zoom: 1 });
    const { x, y, zoom } = startViewport({ width: 1400, height: 300 }, boxes, view);
    expect(zoom).toBeCloseTo(976 / 1400);
    expect(x).toBeCloseTo(12);
    expect(y).toBeGreaterThan(0);
  });

  test('begins around the first box of a graph that is too large to be read at once', () => {
    const boxes = [box(900, 0), box(0, 480), box(500, 960)];
    const graph = { width: 1000, height: 1000 };
    const view = { width: 360, height: 400 };
    expect(startViewport(graph, boxes, view)).toEqual({ x: 12, y: 200 - 500 * 0.85, zoom: 0.85 });
    expect(startViewport(graph, [box(0, 0)], view)).toMatchObject({ x: 12, y: 12 });
  });

  test('moves just as far as a box is outside of it, or covered', () => {
    const viewport = { x: 0, y: 0, zoom: 1 };
    const view = { width: 1000, height: 400 };
    expect(viewportShowing(box(200, 100), viewport, view, 300)).toEqual(viewport);
    expect(viewportShowing(box(650, 100), viewport, view, 300)).toEqual({ x: -62, y: 0, zoom: 1 });
    expect(viewportShowing(box(-50, 500), viewport, view, 0)).toEqual({ x: 62, y: -152, zoom: 1 });
  });
});
