import { writeFile } from 'node:fs/promises';
import type { Result } from '../measure/result.ts';
import type { Machine } from './machine.ts';

/** Writes `{ machine, results }`, the contract with whoever draws charts of it. */
export async function writeJson(path: string, machine: Machine, results: readonly Result[]): Promise<void> {
  await writeFile(path, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}
