import { numberSerde } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStateBackend } from '../state/memory-state-backend.ts';
import { prefixOf, type StateKey, timeKey } from '../state/state-key.ts';
import type { TaskState } from '../state/task-state.ts';
import { storeSpec } from '../testing/state-home.ts';
import { EpochContext } from './epoch-context.ts';
import { RangeEpoch, type TimeSpan } from './range-epoch.ts';
import { Releases } from './releases.ts';

const open = () => new MemoryStateBackend().open({ partition: 0, stores: [storeSpec('s', 'WINDOW')] });

function begin(state: TaskState, maxStateValueBytes = 1_000): { context: EpochContext; store: RangeEpoch<number> } {
  const context = new EpochContext({
    task: '0/0',
    partition: 0,
    state,
    wallClock: 0,
    maxOutputRecords: 10,
    maxStateValueBytes,
    globals: { rows: () => new Map(), unreadable() {} },
    onLate: undefined,
    releases: new Releases(),
  });
  return { context, store: new RangeEpoch(context, 's', numberSerde, 'WINDOW') };
}

async function commit(state: TaskState, context: EpochContext): Promise<void> {
  await state.write({ defer() {} }, context.changes());
  state.committed();
}

const a = prefixOf('a');
const all: TimeSpan = { prefix: a, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const times = (store: RangeEpoch<number>, from: number, to: number) =>
  store.entries(a, from, to).map(({ value }) => value);

describe('RangeEpoch', () => {
  it('gives what was committed with what the epoch has changed, both bounds included', async () => {
    const state = await open();
    const first = begin(state);
    await first.store.load([all]);
    for (const time of [-2, -1, 0, 1, 2]) first.store.set(a + timeKey(time), time);
    await commit(state, first.context);

    const { store } = begin(state);
    await store.load([{ prefix: a, from: -1, to: 2 }]);
    expect(times(store, -1, 1)).toEqual([-1, 0, 1]);
    store.set(a + timeKey(0), null);
    store.set(a + timeKey(1), 10);
    await store.load([all]);
    expect(times(store, -2, 2)).toEqual([-2, -1, 10, 2]);
    expect(store.get(a + timeKey(0))).toBeNull();
  });

  it('refuses to look at what was not loaded, and values over the limit', async () => {
    const state = await open();
    const { store, context } = begin(state, 1);
    await store.load([{ prefix: a, from: 0, to: 5 }]);
    expect(() => store.entries(a, 0, 6)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => store.get(prefixOf('b') + timeKey(0))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    store.set(a + timeKey(0), 10);
    expect(() => context.changes()).toThrow(expect.objectContaining({ code: 'RECORD_TOO_LARGE' }));
  });

  it('keeps stream time, which never goes back', async () => {
    const state = await open();
    const first = begin(state);
    for (const time of [-5, 3, 1]) first.store.observe(time);
    await commit(state, first.context);
    const second = begin(state);
    expect(second.store.streamTime).toBe(3);
    second.store.observe(2);
    expect(second.context.changes()).toEqual([]);
  });

  it('is what a Map is, whatever is read and changed in whichever epochs', async () => {
    const key = fc.constantFrom('', 'a', 'a\u0000', '\u00ff');
    const time = fc.integer({ min: -4, max: 4 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('load' as const), key, from: time, to: time }),
      fc.record({ kind: fc.constant('set' as const), key, time, value: fc.option(fc.nat(9), { nil: null, freq: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 15 }), { maxLength: 5 }), async (epochs) => {
        const state = await open();
        const model = new Map<StateKey, number>();
        for (const steps of epochs) {
          const { context, store } = begin(state);
          for (const taken of steps) {
            const prefix = prefixOf(taken.key);
            if (taken.kind === 'load') {
              await store.load([{ prefix, from: taken.from, to: taken.to }]);
              const expected = [...model]
                .filter(([at]) => at >= prefix + timeKey(taken.from) && at < prefix + timeKey(taken.to + 1))
                .sort(([one], [other]) => (one < other ? -1 : 1));
              expect(store.entries(prefix, taken.from, taken.to).map(({ key: at, value }) => [at, value])).toEqual(
                taken.to < taken.from ? [] : expected,
              );
            } else {
              await store.load([{ prefix, from: taken.time, to: taken.time }]);
              store.set(prefix + timeKey(taken.time), taken.value);
              if (taken.value === null) model.delete(prefix + timeKey(taken.time));
              else model.set(prefix + timeKey(taken.time), taken.value);
            }
          }
          await commit(state, context);
        }
      }),
    );
  });
});
