import type { BenchRecord } from './data/record-pool.ts';
import type { Result } from './measure/result.ts';
import type { BenchPostgres } from './servers/postgres.ts';

/** What a case works with. */
export interface BenchContext {
  readonly postgres: BenchPostgres;
  /** For servers of the case; gone after the run. */
  readonly scratchPath: string;
  readonly records: readonly BenchRecord[];
  /** How long a soak takes. */
  readonly minutes: number;
  /** Tells the person who waits what is being done. */
  readonly progress: (line: string) => void;
}

export interface CaseReport {
  readonly results: readonly Result[];
  /** Sentences on how it was measured, and what was left out. */
  readonly notes: readonly string[];
}

export interface BenchCase {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  run(context: BenchContext): Promise<CaseReport>;
}
