import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomHistories } from '../testing/random-histories.ts';
import { changesOf, type EpochEnd, epoch, type StateHome, storeSpec, texts } from '../testing/state-home.ts';
import { behindPrefix, prefixOf, timeKey } from './state-key.ts';
import type { StoreChanges, StoreSpec, TaskState } from './task-state.ts';

/** What every backend of state must hold, whatever it keeps it in. `ends`: how its epochs can end. */
export function stateConformance(
  name: string,
  makeHome: () => Promise<StateHome>,
  ends: readonly EpochEnd[] = ['COMMITTED', 'ROLLED_BACK', 'UNKNOWN_COMMITTED', 'UNKNOWN_ROLLED_BACK'],
): void {
  describe(name, () => {
    let home: StateHome;
    beforeAll(async () => {
      home = await makeHome();
    });
    afterAll(() => home?.remove());

    const fence = async () => {};
    const storeName = () => `s-${randomBytes(6).toString('hex')}`;
    const open = (stores: readonly StoreSpec[], partition = 0) => home.backend().open({ partition, stores, fence });
    const write = (state: TaskState, changes: readonly StoreChanges[], end?: EpochEnd) =>
      epoch(home, state, changes, end);

    it('gives what was committed last, in the order of the keys asked for', async () => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      expect(await state.store(store).get(['a', 'b'])).toEqual([null, null]);
      await write(state, [changesOf(store, { a: '1', b: '2', '': 'empty' })]);
      await write(state, [changesOf(store, { a: null, c: '3', d: '' })]);
      expect(texts(await state.store(store).get(['c', 'a', 'b', 'no', '', 'c', 'd']))).toEqual([
        '3',
        null,
        '2',
        null,
        'empty',
        '3',
        '',
      ]);
      await state.close();
      const again = await open([storeSpec(store)]);
      expect(texts(await again.store(store).get(['a', 'b', '', 'd']))).toEqual([null, '2', 'empty', '']);
      await again.close();
    });

    it('needs no promise for what it has just written', async () => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      await write(state, [changesOf(store, { a: '1', b: '2' })]);
      expect(texts(state.store(store).get(['a', 'b']) as Uint8Array[])).toEqual(['1', '2']);
      await state.close();
    });

    it('keeps the stream time, which every epoch may move', async () => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      expect(state.store(store).streamTime).toBeNull();
      await write(state, [changesOf(store, {}, -5)]);
      expect(state.store(store).streamTime).toBe(-5);
      await write(state, [changesOf(store, { a: '1' }, 1_700_000_000_000)]);
      await write(state, [changesOf(store, {}, 1_800_000_000_000)], 'ROLLED_BACK');
      expect(state.store(store).streamTime).toBe(1_700_000_000_000);
      await state.close();
      const again = await open([storeSpec(store)]);
      expect(again.store(store).streamTime).toBe(1_700_000_000_000);
      await again.close();
    });

    it.each(ends)('shows an epoch when it is committed, and never before: %s', async (end) => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      await write(state, [changesOf(store, { a: 'old', gone: 'still' }, 1)]);
      const changes = changesOf(store, { a: 'new', b: 'added', gone: null }, 2);
      const read = async () => texts(await state.store(store).get(['a', 'b', 'gone']));
      await home.transaction(async (tx) => {
        await state.write(tx, [changes]);
        expect(await read()).toEqual(['old', null, 'still']);
      }, end.endsWith('COMMITTED'));
      if (end === 'COMMITTED') state.committed();
      else await state.rolledBack({ outcomeUnknown: end.startsWith('UNKNOWN') });
      const isThere = end === 'COMMITTED' || end === 'UNKNOWN_COMMITTED';
      expect(await read()).toEqual(isThere ? ['new', 'added', null] : ['old', null, 'still']);
      expect(state.store(store).streamTime).toBe(isThere ? 2 : 1);
      await write(state, [changesOf(store, { c: 'next' }, 3)]);
      await state.close();
      const again = await open([storeSpec(store)]);
      expect(texts(await again.store(store).get(['a', 'b', 'c']))).toEqual(
        isThere ? ['new', 'added', 'next'] : ['old', null, 'next'],
      );
      await again.close();
    });

    it('gives ranges in the order of bytes, without the end, as many as are asked for', async () => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      const keys = ['', '\u0000', 'a', 'a\u0000', 'ab', 'b', '\u007f', '\u0080', '\u00ff', '\u00ff\u00ff'];
      await write(state, [changesOf(store, Object.fromEntries(keys.map((key) => [key, `of ${key}`])))]);
      await write(state, [changesOf(store, { ab: null, a: 'changed' })]);
      const wanted = [
        { from: '', to: '\u00ff\u00ff\u00ff' },
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: '\u0080', to: '\u00ff' },
      ];
      for (const reader of [state, await open([storeSpec(store)])]) {
        const found = await reader.store(store).ranges(wanted);
        expect(found.map((entries) => entries.map(({ key }) => key))).toEqual([
          keys.filter((key) => key !== 'ab'),
          ['a', 'a\u0000'],
          [],
          ['\u0080'],
        ]);
        expect(texts(found[1]?.map(({ value }) => value) ?? [])).toEqual(['changed', 'of a\u0000']);
        await reader.close();
      }
    });

    it('keeps ranges of a prefix as they are committed, from whichever key on they were asked for', async () => {
      const store = storeName();
      const spec = storeSpec(store, 'WINDOW');
      const prefix = prefixOf('key');
      const at = (time: number) => prefix + timeKey(time);
      const earlier = await open([spec]);
      await write(earlier, [
        changesOf(store, { [at(1)]: '1', [at(5)]: '5', [at(9)]: '9', [prefixOf('other') + timeKey(5)]: 'no' }),
      ]);
      await earlier.close();
      const state = await open([spec]);
      const from = async (time: number, to = behindPrefix(prefix)) => {
        const [found] = await state.store(store).ranges([{ from: at(time), to, prefix }]);
        return texts(found?.map(({ value }) => value) ?? []);
      };
      expect(await from(5)).toEqual(['5', '9']);
      await write(state, [changesOf(store, { [at(2)]: '2', [at(7)]: '7', [at(9)]: null })]);
      expect(await from(6)).toEqual(['7']);
      expect(await from(5)).toEqual(['5', '7']);
      await write(state, [changesOf(store, { [at(5)]: 'never' })], 'ROLLED_BACK');
      expect(await from(0)).toEqual(['1', '2', '5', '7']);
      expect(await from(2, at(7))).toEqual(['2', '5']);
      // What was read once is known by now.
      expect(state.store(store).ranges([{ from: at(1), to: at(9), prefix }])).not.toBeInstanceOf(Promise);
      await state.close();
    });

    it('keeps stores and partitions apart', async () => {
      const [one, two] = [storeName(), storeName()];
      const specs = [storeSpec(one), storeSpec(two)];
      const [first, second] = [await open(specs, 0), await open(specs, 1)];
      await write(first, [changesOf(one, { a: '0 one' }, 1), changesOf(two, { a: '0 two' }, 2)]);
      await write(second, [changesOf(two, { a: '1 two' })]);
      expect(texts(await first.store(one).get(['a']))).toEqual(['0 one']);
      expect(texts(await first.store(two).get(['a']))).toEqual(['0 two']);
      expect(texts(await second.store(one).get(['a']))).toEqual([null]);
      expect(texts(await second.store(two).get(['a']))).toEqual(['1 two']);
      expect([first.store(one).streamTime, first.store(two).streamTime]).toEqual([1, 2]);
      await first.close();
      await second.close();
    });

    it('refuses state of another kind, and takes a store whose other properties have changed', async () => {
      const store = storeName();
      const state = await open([storeSpec(store)]);
      await write(state, [changesOf(store, { a: '1' })]);
      await state.close();
      await expect(open([storeSpec(store, 'WINDOW')])).rejects.toEqual(
        expect.objectContaining({ name: 'MillraceError', code: 'INCOMPATIBLE_TOPOLOGY' }),
      );
      const again = await open([{ ...storeSpec(store), retentionMs: 5, isTable: false }]);
      expect(texts(await again.store(store).get(['a']))).toEqual(['1']);
      await again.close();
    });

    it('refuses another retention where that is in the keys, however often it is opened, and takes the one it was', async () => {
      const spec = { ...storeSpec(storeName(), 'BUFFER', 1_000), isLaidOutByRetention: true };
      const state = await open([spec]);
      await state.close();
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(open([{ ...spec, retentionMs: 2_000 }])).rejects.toMatchObject({
          code: 'INCOMPATIBLE_TOPOLOGY',
          details: { store: spec.name, retentionMs: 1_000, wanted: 2_000 },
        });
      }
      await (await open([spec])).close();
    });

    it.each([
      ['values of another format', { valueFormat: 'STRING' }, { valueFormat: 'JSON', wanted: 'STRING' }],
      ['keys of another format', { keyFormat: 'BYTES' }, { keyFormat: 'STRING', wanted: 'BYTES' }],
      ['windows of another size', { windowSizeMs: 60_000 }, { windowSizeMs: 300_000, wanted: 60_000 }],
      [
        'windows that have been dropped',
        { neededMs: 1_001, retentionMs: 2_000 },
        { retentionMs: 1_000, wanted: 1_001 },
      ],
    ] as const)('refuses %s, however often it is opened, and takes what it was', async (_, changed, details) => {
      const spec = { ...storeSpec(storeName(), 'WINDOW', 1_000), windowSizeMs: 300_000, neededMs: 1_000 };
      await (await open([spec])).close();
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(open([{ ...spec, ...changed }])).rejects.toMatchObject({
          code: 'INCOMPATIBLE_TOPOLOGY',
          message: expect.stringContaining('another name, or reset the application'),
          details: { store: spec.name, ...details },
        });
      }
      await (await open([spec])).close();
      await (await open([{ ...spec, retentionMs: null }])).close();
      await (await open([{ ...spec, neededMs: 5_000, retentionMs: 5_000 }])).close();
    });

    it('refuses windows that were dropped until retention was made longer, and takes them when stream time has gone on by as much', async () => {
      const spec = { ...storeSpec(storeName(), 'WINDOW', 1_000), windowSizeMs: 10, neededMs: 1_000 };
      const longer = { ...spec, retentionMs: 5_000 };
      const wider = { ...longer, neededMs: 5_000 };
      const opened = async (specification: StoreSpec, streamTime?: number) => {
        const state = await open([specification]);
        if (streamTime !== undefined) await write(state, [changesOf(spec.name, {}, streamTime)]);
        await state.close();
      };
      const refused = (missingMs: number) =>
        expect(open([wider])).rejects.toMatchObject({
          code: 'INCOMPATIBLE_TOPOLOGY',
          message: expect.stringContaining('another name, or reset the application'),
          details: { store: spec.name, missingMs, wanted: 5_000 },
        });
      await opened(spec, 10_000);
      await opened(longer);
      await refused(4_000);
      await refused(4_000);
      // A partition without records has dropped none.
      await (await open([wider], 1)).close();
      // What it needed before it may need.
      await opened({ ...longer, neededMs: 1_000 }, 13_999);
      await refused(1);
      await opened(longer, 14_000);
      await opened(wider);
    });

    it('takes a size of windows where none is known, and holds it from then on', async () => {
      const spec = storeSpec(storeName(), 'WINDOW');
      await (await open([spec])).close();
      await (await open([{ ...spec, windowSizeMs: 10 }])).close();
      await expect(open([{ ...spec, windowSizeMs: 20 }])).rejects.toMatchObject({ code: 'INCOMPATIBLE_TOPOLOGY' });
    });

    it('is a map, whatever epochs wrote and whenever it was opened again', { timeout: 60_000 }, async () => {
      await randomHistories({ open, home, storeName, ends, numRuns: 12 });
    });
  });
}
