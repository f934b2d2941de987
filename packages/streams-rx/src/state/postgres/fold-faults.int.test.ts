import { MillraceError } from '@millrace/core';
import { until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresHome, postgresHome, type StateEngine } from '../../testing/postgres-home.ts';
import { changesOf, epoch, storeSpec, texts } from '../../testing/state-home.ts';
import { resetState } from '../reset-state.ts';
import { dropTables } from './drop-tables.ts';

const limits = { maxDeltaBytes: 400, maxChunkEntries: 4, maxRuns: 1, dropDelayMs: 0, retryDelayMs: 1 };
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];

let home: PostgresHome;
beforeAll(async () => {
  home = await postgresHome(limits);
});
afterAll(() => home?.remove());

/** What a statement or transaction that goes wrong has done by then. */
type Fault = 'BEFORE' | 'AFTER';

/** An engine whose call number `at` fails, and with `forGood` all that come after it, as of a process that was killed. */
function faulty(at: number, fault: Fault, forGood: boolean): StateEngine & { readonly calls: () => number } {
  let calls = 0;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const isFaulty = calls === at;
    const isDead = forGood && calls > at;
    calls += 1;
    if (isDead) throw new MillraceError('POSTGRES_UNAVAILABLE', 'Killed.');
    if (!isFaulty) return work();
    if (fault === 'BEFORE') throw new MillraceError('POSTGRES_UNAVAILABLE', 'Not done.');
    await work();
    throw new MillraceError('UNKNOWN_OUTCOME', 'Done, and not heard of.');
  };
  const { engine } = home.log;
  return {
    query: (sql, parameters) => call(() => engine.query(sql, parameters)),
    transaction: (work, options) => call(() => engine.transaction(work, options)),
    calls: () => calls,
  };
}

/** Writes and folds with an engine that fails, and gives what must be there, with how many calls there were until all was folded. */
async function run(at: number, fault: Fault, forGood: boolean) {
  const engine = faulty(Number.POSITIVE_INFINITY, fault, forGood);
  let current: StateEngine = engine;
  const backend = home.backend({
    // A process that was killed tries nothing again.
    limits: { retryDelayMs: forGood ? 60_000 : 1 },
    engine: {
      query: (sql, parameters) => current.query(sql, parameters),
      transaction: (work, options) => current.transaction(work, options),
    },
  });
  const state = await backend.open({ partition: 0, stores: [storeSpec('s')], fence: async () => {} });
  const breaking = faulty(at, fault, forGood);
  current = breaking;
  const model = new Map<string, string>();
  for (let n = 0; n < 3; n++) {
    const entries: Record<string, string | null> = {};
    for (const key of keys) {
      const value = (n + keys.indexOf(key)) % 3 === 0 ? null : `${key} of ${n}`;
      entries[key] = value;
      if (value === null) model.delete(key);
      else model.set(key, value);
    }
    await epoch(home, state, [changesOf('s', entries, n)]);
    await backend.settle().catch(() => undefined);
    expect(texts(await state.store('s').get(keys))).toEqual(keys.map((key) => model.get(key) ?? null));
  }
  return { state, model, calls: breaking.calls() };
}

async function forget() {
  const { engine } = home.log;
  await resetState(engine, 'app');
  // One that a former owner was reading just then is dropped with the next look.
  await until('all tables to be dropped', async () => {
    await dropTables(engine, { minAgeMs: 0, maxTables: 100 });
    return (await home.tables()).length === 0;
  });
}

/** How many steps there are where nothing goes wrong. */
async function countSteps(): Promise<number> {
  const { state, calls } = await run(Number.POSITIVE_INFINITY, 'BEFORE', false);
  await state.close();
  await forget();
  return calls;
}

describe('folding that goes wrong at any of its steps', () => {
  it.each([
    // Which is behind the step before.
    ['killed before a step', 'BEFORE', true],
    ['refused once', 'BEFORE', false],
    ['done once without being heard of', 'AFTER', false],
  ] as const)('%s', { timeout: 120_000 }, async (_, fault, forGood) => {
    const steps = await countSteps();
    expect(steps).toBeGreaterThan(15);
    for (let at = 0; at < steps; at++) {
      const { state, model } = await run(at, fault, forGood);
      // Another owner finds it as it was committed, and nothing is left behind for good.
      void state.close();
      const after = home.backend();
      const again = await after.open({ partition: 0, stores: [storeSpec('s')], fence: async () => {} });
      const wanted = keys.map((key) => model.get(key) ?? null);
      expect(texts(await again.store('s').get(keys))).toEqual(wanted);
      expect(again.store('s').streamTime).toBe(2);
      await epoch(home, again, [changesOf('s', { g: 'next' }, 3)]);
      await after.settle();
      await after.settle();
      expect(texts(await again.store('s').get([...keys, 'g']))).toEqual([...wanted, 'next']);
      await again.close();
      await until('nothing to be there that is not known', async () => {
        // What the former owner was reading just then is dropped with the next look.
        await dropTables(home.log.engine, { minAgeMs: 0, maxTables: 100 });
        const { rows } = await home.log.engine.query<{ name: string }>(
          "select 't' || id as name from millrace.state_tables order by 1",
        );
        return (await home.tables()).join() === rows.map(({ name }) => name).join();
      });
      await forget();
    }
  });
});
