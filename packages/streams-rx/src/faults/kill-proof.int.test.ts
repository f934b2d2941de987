import { afterEach, describe, expect, it } from 'vitest';
import { type KillRun, type KillRunOptions, runWithKills } from '../testing/kill-run.ts';

/** CI gives it more; by itself it is shorter. */
const kills = Number(process.env.MILLRACE_STREAM_KILLS ?? 6);
const seed = Number(process.env.MILLRACE_STREAM_SEED ?? Math.floor(Math.random() * 2 ** 31));

let run: KillRun | undefined;

afterEach(async () => {
  await run?.remove();
  run = undefined;
});

async function killed(options: Omit<KillRunOptions, 'seed' | 'kills' | 'partitionCount'>): Promise<KillRun> {
  console.log(`kill proof: MILLRACE_STREAM_SEED=${seed} MILLRACE_STREAM_KILLS=${kills}`);
  run = await runWithKills({ ...options, seed, kills, partitionCount: 4 });
  console.log('kill proof:', JSON.stringify(run.done), `${run.input.length} records`);
  return run;
}

/** Values by key, as an undisturbed run makes them. */
function expected(
  input: KillRun['input'],
  make: (record: KillRun['input'][number]) => string | undefined,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const record of input) {
    const value = make(record);
    if (value === undefined) continue;
    found.set(record.key, [...(found.get(record.key) ?? []), value]);
  }
  return found;
}

describe('S1: instances are killed with -9, frozen beyond their sessions and stopped at random under load', () => {
  it(
    `a filter and a count: nothing twice, nothing lost, each key in its order (seed ${seed})`,
    async () => {
      const { input, read } = await killed({ topology: 'filterAndCount', topics: ['passed', 'counted'] });
      const passed = expected(input, ({ key: _, ...value }) => (value.n % 4 === 0 ? JSON.stringify(value) : undefined));
      expect(await read('passed')).toEqual(passed);
      const counts = new Map<string, number>();
      const counted = expected(input, ({ key }) => {
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return String(counts.get(key));
      });
      expect(await read('counted')).toEqual(counted);
    },
    (kills * 12 + 120) * 1_000,
  );
});
