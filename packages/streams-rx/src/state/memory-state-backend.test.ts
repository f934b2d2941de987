import { expect, it } from 'vitest';
import { changesOf, epoch, type StateHome, storeSpec, texts } from '../testing/state-home.ts';
import { MemoryStateBackend } from './memory-state-backend.ts';
import { stateConformance } from './state.conformance.ts';

const noSql = {
  defer() {
    throw new Error('State in memory asks for no statement.');
  },
};

function memoryHome(backend = new MemoryStateBackend()): StateHome {
  return {
    backend: () => backend,
    transaction: (work) => work(noSql),
    settle: async () => {},
    remove: async () => {},
  };
}

stateConformance('state in memory', async () => memoryHome(), ['COMMITTED', 'ROLLED_BACK', 'UNKNOWN_ROLLED_BACK']);

it('shows what is committed of a store, over its partitions', async () => {
  const backend = new MemoryStateBackend();
  const home = memoryHome(backend);
  for (const partition of [1, 0]) {
    const state = await backend.open({ partition, stores: [storeSpec('s')] });
    await epoch(home, state, [changesOf('s', { b: `${partition}`, a: 'first' }, 7 + partition)]);
  }
  const shown = backend.entries('s');
  expect(shown.map(({ partition, streamTime }) => [partition, streamTime])).toEqual([
    [0, 7],
    [1, 8],
  ]);
  expect(texts(shown.flatMap(({ entries }) => entries.map(({ value }) => value)))).toEqual([
    'first',
    '0',
    'first',
    '1',
  ]);
  expect(backend.entries('other')).toEqual([]);
});
