import { bytesSerde, numberSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { KeyCodec } from '../record/windowed.ts';
import { MemoryStateBackend } from '../state/memory-state-backend.ts';
import type { StateKey } from '../state/state-key.ts';
import { storeSpec } from '../testing/state-home.ts';
import { EpochContext } from './epoch-context.ts';
import { PrefixEpoch } from './prefix-epoch.ts';
import { Releases } from './releases.ts';

const asTheyAre: KeyCodec<StateKey> = {
  isPlain: true,
  recordSerde: bytesSerde as never,
  serde: bytesSerde as never,
  decode: (key) => key,
  encode: (key) => key,
};

async function opened(): Promise<PrefixEpoch<StateKey, number>> {
  const context = new EpochContext({
    task: '0/0',
    partition: 0,
    state: await new MemoryStateBackend().open({ partition: 0, stores: [storeSpec('s')] }),
    wallClock: 0,
    maxOutputRecords: 10,
    maxStateValueBytes: 1_000,
    globals: { rows: () => new Map(), unreadable() {} },
    onLate: undefined,
    releases: new Releases(),
  });
  return new PrefixEpoch(context, 's', asTheyAre, numberSerde);
}

describe('PrefixEpoch', () => {
  it('knows what begins with a prefix that was loaded, and nothing else', async () => {
    const store = await opened();
    await store.load(new Set(['other']), new Set(['ab', 'c']));
    store.set('abc', 1);
    store.set('c', 2);
    expect(store.entries('ab')).toEqual([{ key: 'abc', value: 1 }]);
    expect(store.entries('abc')).toEqual([{ key: 'abc', value: 1 }]);
    expect([store.get('c'), store.get('abd'), store.get('other')]).toEqual([2, null, null]);
    for (const prefix of ['a', 'b', 'other', '']) {
      expect(() => store.entries(prefix)).toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
    }
    expect(() => store.get('a')).toThrow(expect.objectContaining({ code: 'INVALID_TOPOLOGY' }));
  });

  it('looks at each of 50,000 prefixes without going through the others', async () => {
    const store = await opened();
    const prefixes = Array.from({ length: 50_000 }, (_, i) => `${i}/`);
    await store.load(new Set(), new Set(prefixes));
    const startedAt = performance.now();
    for (const prefix of prefixes) store.entries(prefix);
    // Going through all of them takes a minute.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
