import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The median time of an 8 KiB write and its fsync in `directory`, in milliseconds: what every commit rests on. */
export function fsyncTimeMs(directory: string, writes = 200): number {
  const path = join(directory, 'fsync-probe');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(8192, 7);
  try {
    const times = Array.from({ length: writes }, (_, i) => {
      const start = performance.now();
      writeSync(file, page, 0, page.length, i * page.length);
      fsyncSync(file);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    return times[writes >> 1] ?? 0;
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
