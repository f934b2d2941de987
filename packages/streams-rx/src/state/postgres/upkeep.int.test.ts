import { until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresHome, postgresHome, type StateEngine } from '../../testing/postgres-home.ts';
import { changesOf, epoch, storeSpec, texts } from '../../testing/state-home.ts';
import { behindPrefix, prefixOf, timeKey } from '../state-key.ts';
import type { StoreSpec } from '../task-state.ts';
import type { PostgresStateBackend } from './postgres-state-backend.ts';

let home: PostgresHome;
beforeAll(async () => {
  home = await postgresHome();
});
afterAll(() => home?.remove());

const fence = async () => {};
const open = (backend: PostgresStateBackend, ...stores: StoreSpec[]) => backend.open({ partition: 0, stores, fence });

interface TableRow {
  readonly id: number;
  readonly kind: string;
  readonly entries: number;
}

const tablesOf = async (store: string): Promise<TableRow[]> =>
  (
    await home.log.engine.query<TableRow>(
      `select t.id, t.kind, t.entry_count::integer as entries from millrace.state_tables t
       join millrace.state_stores s on s.id = t.store_id where s.name = $1 order by t.id`,
      [store],
    )
  ).rows;
const runsOf = async (store: string) => (await tablesOf(store)).filter(({ kind }) => kind === 'RUN');

/** An engine that tells the statements outside of transactions. */
function listened(): StateEngine & { readonly statements: string[] } {
  const { engine } = home.log;
  const statements: string[] = [];
  return {
    statements,
    query: (sql, parameters) => {
      statements.push(sql);
      return engine.query(sql, parameters);
    },
    transaction: (work, options) => engine.transaction(work, options),
  };
}

describe('folding', () => {
  it('leaves out what is gone and what has expired, in runs that nothing older lies behind', async () => {
    const backend = home.backend();
    const state = await open(backend, storeSpec('windows', 'WINDOW', 100));
    const at = (time: number) => prefixOf('k') + timeKey(time);
    await epoch(home, state, [changesOf('windows', { [at(0)]: '0', [at(50)]: '50', [at(90)]: '90' }, 100)]);
    await backend.settle();
    expect(await runsOf('windows')).toMatchObject([{ entries: 3 }]);
    await epoch(home, state, [changesOf('windows', { [at(90)]: null, [at(200)]: null, [at(120)]: '120' }, 151)]);
    await backend.settle();
    expect(await runsOf('windows')).toMatchObject([{ entries: 1 }]);
    const [found] = await state.store('windows').ranges([{ from: at(-1), to: behindPrefix(prefixOf('k')) }]);
    expect(texts(found?.map(({ value }) => value) ?? [])).toEqual(['120']);
    await state.close();
  });

  it('keeps that a key is gone while an older run has it', async () => {
    const backend = home.backend();
    const state = await open(backend, storeSpec('gone'));
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'old']));
    await epoch(home, state, [changesOf('gone', many)]);
    await backend.settle();
    await epoch(home, state, [changesOf('gone', { k7: null, k8: null })]);
    await backend.settle();
    expect((await runsOf('gone')).map(({ entries }) => entries).sort((a, b) => a - b)).toEqual([2, 50]);
    await state.close();
    const again = await open(home.backend(), storeSpec('gone'));
    expect(texts(await again.store('gone').get(['k7', 'k9']))).toEqual([null, 'old']);
    await again.close();
  });

  it('goes on by itself when enough was written, and reads nothing back that it has just written', async () => {
    const engine = listened();
    const backend = home.backend({ engine, limits: { maxDeltaBytes: 2_000, maxRuns: 3 } });
    const state = await open(backend, storeSpec('busy'));
    for (let n = 0; n < 40; n++) {
      await epoch(home, state, [changesOf('busy', { [`k${n}`]: 'x'.repeat(100), all: String(n) })]);
    }
    await until('a fold', async () => (await runsOf('busy')).length > 0);
    const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
    expect(texts(state.store('busy').get([...keys, 'all']) as Uint8Array[])).toEqual([
      ...keys.map(() => 'x'.repeat(100)),
      '39',
    ]);
    await until('few tables', async () => (await tablesOf('busy')).length <= 5);
    await state.close();
  });

  it('is not done by who does not own the task any more', async () => {
    const backend = home.backend({ limits: { retryDelayMs: 60_000 } });
    let isOwner = true;
    const state = await backend.open({
      partition: 0,
      stores: [storeSpec('lost')],
      fence: async () => {
        if (!isOwner) throw new Error('Somebody else owns it.');
      },
    });
    await epoch(home, state, [changesOf('lost', { a: '1' })]);
    const before = await tablesOf('lost');
    isOwner = false;
    await backend.settle();
    expect(await tablesOf('lost')).toEqual(before);
    await state.close();
  });
});

describe('taking a task over', () => {
  it('reads what is not folded, and nothing of the runs; what was read once is known', async () => {
    const backend = home.backend();
    const state = await open(backend, storeSpec('taken'));
    await epoch(home, state, [changesOf('taken', { a: 'folded', b: 'folded' })]);
    await backend.settle();
    await epoch(home, state, [changesOf('taken', { b: 'not yet' })]);
    await state.close();
    const runs = (await runsOf('taken')).map(({ id }) => `millrace_state.t${id}`);
    expect(runs).not.toEqual([]);
    const engine = listened();
    const again = await open(home.backend({ engine }), storeSpec('taken'));
    const readsRuns = () => engine.statements.filter((sql) => runs.some((run) => sql.includes(run))).length;
    expect(readsRuns()).toBe(0);
    expect(texts(again.store('taken').get(['b']) as Uint8Array[])).toEqual(['not yet']);
    expect(texts(await again.store('taken').get(['a', 'b', 'none']))).toEqual(['folded', 'not yet', null]);
    expect(readsRuns()).toBe(1);
    expect(texts(again.store('taken').get(['none', 'a']) as Uint8Array[])).toEqual([null, 'folded']);
    await again.close();
  });
});

describe('a transaction that has read the state and stays open', () => {
  it('keeps its tables from being dropped, and holds up neither epochs nor folding', async () => {
    const backend = home.backend({ limits: { dropDelayMs: 0 } });
    const state = await open(backend, storeSpec('held'));
    await epoch(home, state, [changesOf('held', { a: '0' })]);
    const before = (await tablesOf('held')).map(({ id }) => `t${id}`);
    const reader = await home.log.database.connect({ idle_in_transaction_session_timeout: 0 });
    try {
      await reader.query('begin isolation level repeatable read');
      const read = async () => (await reader.query("select value_text from millrace.state('app', 'held')")).rows;
      expect(await read()).toEqual([{ value_text: '0' }]);
      for (const value of ['1', '2', '3']) {
        await epoch(home, state, [changesOf('held', { a: value })]);
        await backend.settle();
        expect(texts(state.store('held').get(['a']) as Uint8Array[])).toEqual([value]);
      }
      expect(await runsOf('held')).toMatchObject([{ entries: 1 }]);
      // What it has read is as it was, also where it looks again.
      expect(await read()).toEqual([{ value_text: '0' }]);
      const current = (await tablesOf('held')).map(({ id }) => `t${id}`);
      expect(current).not.toContain(before[0]);
      expect(await home.tables()).toEqual(expect.arrayContaining(before));
      await reader.query('commit');
      await backend.settle();
      expect(await home.tables()).not.toContain(before[0]);
    } finally {
      await reader.end();
    }
    await state.close();
  });
});
