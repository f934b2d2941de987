import type { BenchContext } from '../case.ts';
import { formatMs, formatRate } from '../report/numbers.ts';
import { type Contender, inTurns } from './in-turns.ts';
import { type Result, type ResultOptions, resultOf } from './result.ts';
import { rate } from './run.ts';

/** A contender and what its line says beside the figures. */
export interface Entry extends Contender {
  /** Name of the entry to compare with. */
  readonly to?: string;
  readonly options?: Omit<ResultOptions, 'to'>;
}

/** Runs the entries in turns and gives their lines, in the order given. */
export async function compare(
  context: Pick<BenchContext, 'progress'>,
  entries: readonly Entry[],
  rounds: number,
): Promise<readonly Result[]> {
  const runs = await inTurns(entries, rounds, (name, run) => {
    const p99 = run.p99Ms === null ? '' : `, p99 ${formatMs(run.p99Ms)} ms`;
    context.progress(`${name}: ${formatRate(rate(run))} records/s${p99}`);
  });
  const lineOf = (entry: Entry, to?: Result) =>
    resultOf(entry.name, runs.get(entry.name) ?? [], { ...entry.options, to });
  const bases = new Map(entries.map((entry) => [entry.name, lineOf(entry)]));
  return entries.map((entry) => lineOf(entry, entry.to === undefined ? undefined : bases.get(entry.to)));
}
