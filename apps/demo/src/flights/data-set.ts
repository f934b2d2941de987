import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file of the vega-datasets package. */
export function dataSetPath(name: string): string {
  const door = createRequire(import.meta.url).resolve('vega-datasets');
  return join(dirname(door), '..', 'data', name);
}
