import type { Run } from './run.ts';

export interface Contender {
  readonly name: string;
  run(): Promise<Run>;
}

/**
 * Runs all contenders one after another, `rounds` times over, so that a slow minute of the machine is shared by all.
 * Every other round goes backwards: nobody always runs behind the same neighbour.
 */
export async function inTurns(
  contenders: readonly Contender[],
  rounds: number,
  onRun: (name: string, run: Run) => void,
): Promise<Map<string, readonly Run[]>> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) {
      const run = await contender.run();
      runs.get(contender.name)?.push(run);
      onRun(contender.name, run);
    }
  }
  return runs;
}
