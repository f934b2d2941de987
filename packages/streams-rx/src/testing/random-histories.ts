import fc from 'fast-check';
import { expect } from 'vitest';
import { behindPrefix, prefixOf, timeKey } from '../state/state-key.ts';
import type { StoreSpec, TaskState } from '../state/task-state.ts';
import { type EpochEnd, epoch, type StateHome, storeSpec, texts } from './state-home.ts';

const recordKey = fc.constantFrom('', 'a', 'b', 'c', '\u0000', '\u0000\u0000', 'a\u0000', '\u00ff');
const time = fc.integer({ min: -2, max: 6 });
const value = fc.option(fc.string({ maxLength: 4 }), { nil: null, freq: 3 });
const change = fc.record({ recordKey, time, value });
const step = (ends: readonly EpochEnd[]) =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('epoch' as const),
        changes: fc.array(change, { maxLength: 12 }),
        streamTime: fc.option(fc.nat(9), { nil: null }),
        end: fc.oneof({ arbitrary: fc.constant(ends[0] as EpochEnd), weight: 6 }, fc.constantFrom(...ends)),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        keys: fc.array(fc.tuple(recordKey, time), { maxLength: 6 }),
        ranges: fc.array(fc.record({ recordKey, from: time, to: time, named: fc.boolean() }), { maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  );

const byOrder = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : Number(a > b));

/** Two stores, written and read at random, are what two Maps are: whatever epochs ended how, and however often they were opened again. */
export async function randomHistories(options: {
  readonly home: StateHome;
  readonly open: (stores: readonly StoreSpec[]) => Promise<TaskState>;
  readonly storeName: () => string;
  readonly ends: readonly EpochEnd[];
  readonly numRuns?: number;
}): Promise<void> {
  const { home, open, storeName, ends, numRuns = 30 } = options;
  await fc.assert(
    fc.asyncProperty(fc.array(step(ends), { maxLength: 40, size: 'max' }), async (steps) => {
      const specs = [storeSpec(storeName()), storeSpec(storeName(), 'WINDOW')] as const;
      const [values, windows] = [specs[0].name, specs[1].name];
      const model = {
        values: new Map<string, string>(),
        windows: new Map<string, string>(),
        streamTime: null as number | null,
      };
      let state = await open(specs);
      for (const taken of steps) {
        switch (taken.kind) {
          case 'epoch': {
            const entries = { values: new Map<string, string | null>(), windows: new Map<string, string | null>() };
            for (const { recordKey: key, time: at, value: given } of taken.changes) {
              entries.values.set(key, given);
              entries.windows.set(prefixOf(key) + timeKey(at), given);
            }
            const encoded = (of: Map<string, string | null>) =>
              new Map([...of].map(([key, text]) => [key, text === null ? null : Buffer.from(text)] as const));
            const changes = [
              { store: values, streamTime: taken.streamTime, entries: encoded(entries.values) },
              { store: windows, streamTime: taken.streamTime, entries: encoded(entries.windows) },
            ];
            await epoch(home, state, changes, taken.end);
            if (taken.end === 'COMMITTED' || taken.end === 'UNKNOWN_COMMITTED') {
              model.streamTime = taken.streamTime;
              for (const name of ['values', 'windows'] as const) {
                for (const [key, text] of entries[name]) {
                  if (text === null) model[name].delete(key);
                  else model[name].set(key, text);
                }
              }
            }
            expect(state.store(values).streamTime).toBe(model.streamTime);
            expect(state.store(windows).streamTime).toBe(model.streamTime);
            break;
          }
          case 'read': {
            const keys = taken.keys.map(([key]) => key);
            expect(texts(await state.store(values).get(keys))).toEqual(
              keys.map((key) => model.values.get(key) ?? null),
            );
            const windowKeys = taken.keys.map(([key, at]) => prefixOf(key) + timeKey(at));
            expect(texts(await state.store(windows).get(windowKeys))).toEqual(
              windowKeys.map((key) => model.windows.get(key) ?? null),
            );
            const ranges = taken.ranges.map(({ recordKey: key, from, to, named }) => {
              const prefix = prefixOf(key);
              const end = to > 4 ? behindPrefix(prefix) : prefix + timeKey(to);
              return { from: prefix + timeKey(from), to: end, ...(named && { prefix }) };
            });
            const found = await state.store(windows).ranges(ranges);
            expect(
              found.map((one) => one.map(({ key, value: bytes }) => [key, Buffer.from(bytes).toString()])),
            ).toEqual(
              ranges.map(({ from, to }) => [...model.windows].filter(([key]) => key >= from && key < to).sort(byOrder)),
            );
            break;
          }
          case 'settle':
            await home.settle(state);
            break;
          case 'reopen':
            await state.close();
            state = await open(specs);
            break;
        }
      }
      await state.close();
      state = await open(specs);
      const [all] = await state.store(values).ranges([{ from: '', to: '\u00ff\u00ff\u00ff' }]);
      expect(all?.map(({ key, value: bytes }) => [key, Buffer.from(bytes).toString()])).toEqual(
        [...model.values].sort(byOrder),
      );
      await state.close();
    }),
    { numRuns },
  );
}
