import type { BenchCase, CaseReport } from './case.ts';
import { makeRecords } from './data/record-pool.ts';
import { fsyncTimeMs } from './report/fsync-time.ts';
import { type Machine, machine } from './report/machine.ts';
import { startPostgres } from './servers/postgres.ts';
import { makeScratchDirectory } from './servers/scratch-directory.ts';

/** Distinct records that the contenders are fed from. */
const poolRecords = 200_000;

export interface Reports {
  readonly machine: Machine;
  /** By case, in the order they ran. */
  readonly reports: ReadonlyMap<string, CaseReport>;
}

export interface RunOptions {
  readonly minutes: number;
  readonly progress: (line: string) => void;
  readonly onReport: (bench: BenchCase, report: CaseReport) => void;
  /** Ends the run: its servers are stopped and its files removed, then the call rejects with the reason. */
  readonly signal: AbortSignal;
}

/** Runs cases one after another on one Postgres, made for them and removed behind them. */
export async function runCases(
  cases: readonly BenchCase[],
  { minutes, progress, onReport, signal }: RunOptions,
): Promise<Reports> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const scratch = await makeScratchDirectory();
  try {
    progress('starting Postgres');
    const postgres = await startPostgres(scratch.path);
    try {
      const records = makeRecords(poolRecords);
      const fsyncMs = fsyncTimeMs(scratch.path);
      const reports = new Map<string, CaseReport>();
      for (const bench of cases) {
        const report = await Promise.race([
          bench.run({ postgres, scratchPath: scratch.path, records, minutes, progress }),
          aborted,
        ]);
        reports.set(bench.name, report);
        onReport(bench, report);
      }
      return {
        machine: machine({ postgres: postgres.version, postgresSettings: postgres.settings, fsyncMs }),
        reports,
      };
    } finally {
      await postgres.stop();
    }
  } finally {
    await scratch.remove();
  }
}
