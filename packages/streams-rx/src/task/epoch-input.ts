import type { Origin } from '../record/origin.ts';

/** Records of one batch that follow each other. */
export interface InputRun extends Pick<Origin, 'batch' | 'values'> {
  /** The number of their source in the task's plan. */
  readonly source: number;
  /** The first one's place in the batch, and its ordinal; those of the others follow. */
  readonly index: number;
  readonly ordinal: number;
  readonly count: number;
}

/** The records of an epoch, in the order in which they are taken. Nothing is kept of each of them. */
export class EpochInput {
  readonly runs: readonly InputRun[];
  readonly length: number;

  constructor(runs: readonly InputRun[]) {
    this.runs = runs;
    this.length = runs.reduce((sum, { count }) => sum + count, 0);
  }

  get first(): Origin | undefined {
    return this.runs[0];
  }

  /** A part of it. */
  slice(start: number, end: number): EpochInput {
    let before = 0;
    const parts = this.runs.flatMap((run): InputRun[] => {
      const from = Math.max(start - before, 0);
      const to = Math.min(end - before, run.count);
      before += run.count;
      if (from >= to) return [];
      return [{ ...run, index: run.index + from, ordinal: run.ordinal + from, count: to - from }];
    });
    return new EpochInput(parts);
  }

  /** The place of the record with that ordinal; -1: it is not among them. */
  placeOf(ordinal: number): number {
    let before = 0;
    for (const run of this.runs) {
      const place = ordinal - run.ordinal;
      if (place >= 0 && place < run.count) return before + place;
      before += run.count;
    }
    return -1;
  }
}
