import { record } from '@millrace/engine/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { firstMs, type KillRun, type KillRunOptions, runWithKills } from '../testing/kill-run.ts';
import { pairsWithinMs, windowMs } from '../testing/kill-topologies.ts';

/** CI gives it more; by itself it is shorter. */
const kills = Number(process.env.MILLRACE_STREAM_KILLS ?? 6);
const seed = Number(process.env.MILLRACE_STREAM_SEED ?? Math.floor(Math.random() * 2 ** 31));

const limitMs = (kills * 20 + 180) * 1_000;

let run: KillRun | undefined;

afterEach(async () => {
  await run?.remove();
  run = undefined;
});

async function killed(options: Omit<KillRunOptions, 'seed' | 'kills' | 'partitionCount'>): Promise<KillRun> {
  console.log(`kill proof: MILLRACE_STREAM_SEED=${seed} MILLRACE_STREAM_KILLS=${kills}`);
  run = await runWithKills({ ...options, seed, kills, partitionCount: 4 });
  console.log('kill proof:', run.done.join(', '), `${run.input.length} records`);
  return run;
}

/** Values by key, as an undisturbed run makes them. */
function expected(
  input: KillRun['input'],
  make: (record: KillRun['input'][number]) => unknown,
  keyOf: (record: KillRun['input'][number]) => string = ({ key }) => key,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const record of input) {
    const value = make(record);
    if (value === undefined) continue;
    const key = keyOf(record);
    const values = found.get(key) ?? [];
    values.push(JSON.stringify(value));
    found.set(key, values);
  }
  return found;
}

/** That a topic has of each key what it should have; if not, where it differs first, which is what there is to go by afterwards. */
function expectSame(topic: string, found: Map<string, string[]>, wanted: Map<string, string[]>): void {
  const differing = [...new Set([...found.keys(), ...wanted.keys()])].flatMap((key) => {
    const [is, should] = [found.get(key) ?? [], wanted.get(key) ?? []];
    const at = should.findIndex((value, i) => value !== is[i]);
    if (at < 0 && is.length === should.length) return [];
    const from = at < 0 ? should.length : at;
    return [
      `${key}: ${is.length} of ${should.length}, from ${from} on ${is.slice(from, from + 3)} and not ${should.slice(from, from + 3)}`,
    ];
  });
  expect(differing.length, `${topic} differs in ${differing.length} keys: ${differing.slice(0, 3).join('; ')}`).toBe(0);
}

/** The rows of a table whose changes those are. */
function rows(changes: Map<string, string[]>): [key: string, value: string][] {
  return [...changes].map(([key, values]): [string, string] => [key, `${values.at(-1)}`]).sort();
}

/** Of each key, the sum of what came so far. */
function running(
  amountOf: (record: KillRun['input'][number]) => number,
  keyOf: (record: KillRun['input'][number]) => string = ({ key }) => key,
): (record: KillRun['input'][number]) => number {
  const sums = new Map<string, number>();
  return (record) => {
    const sum = (sums.get(keyOf(record)) ?? 0) + amountOf(record);
    sums.set(keyOf(record), sum);
    return sum;
  };
}

describe('S1: instances are killed with -9, frozen beyond their sessions and stopped at random under load', () => {
  it(
    `a filter and a count: nothing twice, nothing lost, each key in its order (seed ${seed})`,
    async () => {
      const { input, read, table } = await killed({ topology: 'filterAndCount', topics: ['passed', 'counted'] });
      const passed = expected(input, ({ key: _, ...value }) => (value.n % 4 === 0 ? value : undefined));
      expectSame('passed', await read('passed'), passed);
      const counted = expected(
        input,
        running(() => 1),
      );
      expectSame('counted', await read('counted'), counted);
      expect(await table('counts')).toEqual(rows(counted));
    },
    limitMs,
  );

  it(
    `a join, an aggregation and a repartition (seed ${seed})`,
    async () => {
      const priceOf = (key: string) => Number(key.slice(1)) + 1;
      const { input, read, table } = await killed({
        topology: 'joinAggregateAndRepartition',
        topics: ['prices', 'joined', 'summed', 'lines'],
        async prepare({ engine }) {
          const prices = Array.from({ length: 40 }, (_, i) =>
            record(`k${i}`, String(priceOf(`k${i}`)), { timestamp: 1 }),
          );
          await engine.append({ topic: 'prices', records: prices });
        },
      });
      const joined = expected(input, ({ key, n, amount }) => ({ n, cost: amount * priceOf(key) }));
      expectSame('joined', await read('joined'), joined);
      expect(await table('prices')).toEqual(
        Array.from({ length: 40 }, (_, i) => [`k${i}`, String(priceOf(`k${i}`))]).sort(),
      );
      const summed = expected(
        input,
        running(({ amount }) => amount),
      );
      expectSame('summed', await read('summed'), summed);
      expect(await table('sums')).toEqual(rows(summed));
      const lineOf = ({ line }: { readonly line: string }) => line;
      const lines = expected(
        input,
        running(() => 1, lineOf),
        lineOf,
      );
      expectSame('lines', await read('lines'), lines);
      expect(await table('per_line')).toEqual(rows(lines));
      const windowOf = ({ key, n }: { readonly key: string; readonly n: number }) =>
        `${key} at ${Math.floor((firstMs + n) / windowMs) * windowMs}`;
      const perWindow = expected(
        input,
        running(() => 1, windowOf),
        windowOf,
      );
      expect(await table('per_window')).toEqual(rows(perWindow));
    },
    limitMs,
  );

  it(
    `a join of two streams (seed ${seed})`,
    async () => {
      const { input, read, table } = await killed({ topology: 'joinStreams', topics: ['pairs'] });
      const expectedPairs = new Map<string, string[]>();
      for (const [at, { key, n }] of input.entries()) {
        // Those before it, so that each pair is found once.
        for (const other of input.slice(Math.max(0, at - pairsWithinMs), at)) {
          if (other.key !== key || other.n % 2 === n % 2) continue;
          const pair = n % 2 === 0 ? [n, other.n] : [other.n, n];
          expectedPairs.set(key, [...(expectedPairs.get(key) ?? []), JSON.stringify(pair)]);
        }
      }
      const sorted = (pairs: Map<string, string[]>) => [...pairs].map(([key, of]) => [key, of.toSorted()]).sort();
      expect(sorted(await read('pairs'))).toEqual(sorted(expectedPairs));
      const pairCounts = [...expectedPairs].map(([key, of]) => [key, String(of.length)]);
      expect(await table('pair_counts')).toEqual(pairCounts.sort());
    },
    limitMs,
  );
});
