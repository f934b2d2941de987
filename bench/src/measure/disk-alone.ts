import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from './compare.ts';
import { Latency } from './latency.ts';
import type { Run } from './run.ts';

const pageBytes = 8192;
/** The size of a segment of Postgres's write-ahead log: like it, the file is there in full before it is written to. */
const filePages = 2_048;

/**
 * What the disk alone does at the same pace, beside a latency that includes commits: everything due by now shares one write of
 * 8 KiB and its fdatasync, as Postgres commits. A disk of a virtual machine stands still now and then; no latency behind a commit is
 * better than this.
 */
export function diskAlone(directory: string, paced: { recordsPerSecond: number; seconds: number }): Entry {
  return {
    name: `8 KiB and fdatasync at ${paced.recordsPerSecond.toLocaleString('en')}/s, the disk alone`,
    options: { durability: 'fsynced' },
    run: () => measure(join(directory, 'disk-alone'), paced),
  };
}

async function measure(
  path: string,
  { recordsPerSecond, seconds }: { recordsPerSecond: number; seconds: number },
): Promise<Run> {
  const page = Buffer.alloc(pageBytes, 7);
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.alloc(pageBytes * filePages));
    await file.sync();
    const latency = new Latency();
    const total = recordsPerSecond * seconds;
    const start = performance.now();
    const dueAt = (record: number) => start + (record * 1000) / recordsPerSecond;
    for (let written = 0, commits = 0; written < total; commits++) {
      const waitMs = dueAt(written) - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const now = performance.now();
      let due = written;
      while (due < total && dueAt(due) <= now) due += 1;
      await file.write(page, 0, pageBytes, (commits % filePages) * pageBytes);
      await file.datasync();
      const done = performance.now();
      for (; written < due; written++) latency.record(done - dueAt(written));
    }
    return { records: total, seconds, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) };
  } finally {
    await file.close();
    await rm(path);
  }
}
