import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresHome, postgresHome } from '../../testing/postgres-home.ts';
import { changesOf, epoch, storeSpec } from '../../testing/state-home.ts';
import { resetState } from '../reset-state.ts';
import type { TaskState } from '../task-state.ts';
import { describeStores } from './describe-stores.ts';
import { findStore } from './find-store.ts';
import { endOfChanges, type ReadChanges, readStoreChanges } from './store-changes.ts';

let home: PostgresHome;
beforeAll(async () => {
  home = await postgresHome();
});
afterAll(() => home?.remove());

const shown = ({ changes }: ReadChanges) =>
  changes.map(
    ({ partition, sequence, entries }) =>
      `${partition}.${sequence} ${entries.map(([key, value]) => `${key}=${value && Buffer.from(value)}`).join(' ')}`,
  );

describe('the changes of a store', () => {
  it('come epoch by epoch behind a position, over folds and for new partitions', async () => {
    const state = await home.open([storeSpec('followed')]);
    const { engine } = home.log;
    await epoch(home, state, [changesOf('followed', { a: 'before' })]);
    const store = () => findStore(engine, 'app', 'followed');
    const start = await endOfChanges(engine, await store());
    expect(start).toEqual(new Map([[0, 1]]));
    await epoch(home, state, [changesOf('followed', { a: '1', b: null })]);
    await home.settle(state);
    await epoch(home, state, [changesOf('followed', { a: '2' })]);
    const other = await home.open([storeSpec('followed')], 1);
    await epoch(home, other, [changesOf('followed', { c: '3' })]);
    const read = await readStoreChanges(engine, await store(), start, 100);
    expect(shown(read).sort()).toEqual(['0.2 a=1 b=null', '0.3 a=2', '1.1 c=3']);
    expect(read.skipped).toEqual([]);
    expect(read.position).toEqual(
      new Map([
        [0, 3],
        [1, 1],
      ]),
    );
    const none = await readStoreChanges(engine, await store(), read.position, 100);
    expect(none).toEqual({ changes: [], position: read.position, skipped: [] });
    const few = await readStoreChanges(
      engine,
      await store(),
      new Map([
        [0, 1],
        [1, 1],
      ]),
      1,
    );
    expect([shown(few), few.position.get(0), few.skipped]).toEqual([['0.2 a=1 b=null'], 2, []]);
    await state.close();
    await other.close();
  });

  it('tell who comes too late that some are left out', async () => {
    const backend = home.backend({ limits: { dropDelayMs: 0 }, applicationId: 'late' });
    const state = await backend.open({ partition: 0, stores: [storeSpec('s')], fence: async () => {} });
    const { engine } = home.log;
    const start = new Map([[0, 0]]);
    for (const value of ['1', '2']) {
      await epoch(home, state, [changesOf('s', { a: value })]);
      await backend.settle();
    }
    const store = await findStore(engine, 'late', 's');
    expect(await readStoreChanges(engine, store, start, 100)).toEqual({
      changes: [],
      position: new Map([[0, 2]]),
      skipped: [0],
    });
    await epoch(home, state, [changesOf('s', { a: '3' })]);
    const later = await readStoreChanges(engine, store, start, 100);
    expect([shown(later), later.skipped]).toEqual([['0.3 a=3'], [0]]);
    await state.close();
  });
});

describe('what there is of an application', () => {
  it('is described by store, and forgotten by a reset', async () => {
    const { engine } = home.log;
    const backend = home.backend({ applicationId: 'described' });
    const stores = [storeSpec('counts'), { ...storeSpec('wait', 'BUFFER', 1_000), isTable: false }];
    const states = await Promise.all(
      [0, 1].map((partition) => backend.open({ partition, stores, fence: async () => {} })),
    );
    expect(await describeStores(engine, 'unknown')).toEqual([]);
    const write = (entries: Record<string, string | null>) =>
      epoch(home, states[0] as TaskState, [changesOf('counts', entries)]);
    await write({ a: '1', b: '1' });
    await write({ a: '2', c: '1' });
    const before = await describeStores(engine, 'described');
    expect(before).toMatchObject([
      { name: 'counts', kind: 'KEY_VALUE', isTable: true, partitionCount: 2, entryCount: 3 },
      { name: 'wait', kind: 'BUFFER', isTable: false, retentionMs: 1_000, partitionCount: 2, entryCount: 0 },
    ]);
    expect(before[0]?.byteSize).toBeGreaterThan(8_192);
    await backend.settle();
    expect(await describeStores(engine, 'described')).toMatchObject([{ entryCount: 3 }, { entryCount: 0 }]);
    for (const state of states) await state.close();
    const others = (await describeStores(engine, 'app')).length;
    expect(await resetState(engine, 'described')).toBeGreaterThan(4);
    expect(await describeStores(engine, 'described')).toEqual([]);
    expect(await describeStores(engine, 'app')).toHaveLength(others);
    expect(await resetState(engine, 'described')).toBe(0);
    const { rows } = await engine.query('select from millrace.dropped_state_tables where dropped_at < now()');
    expect(rows.length).toBeLessThanOrEqual(2);
    const again = await backend.open({ partition: 0, stores, fence: async () => {} });
    expect(await again.store('counts').get(['a'])).toEqual([null]);
    await again.close();
  });
});
