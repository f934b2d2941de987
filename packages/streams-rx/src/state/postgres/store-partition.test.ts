import { FakeClock } from '@millrace/core/testing';
import { expect, it } from 'vitest';
import { storeSpec } from '../../testing/state-home.ts';
import { CacheBudget } from './generation-cache.ts';
import { defaultStateLimits as limits } from './state-limits.ts';
import type { StateTable } from './state-table.ts';
import { StorePartition } from './store-partition.ts';
import { UnfoldedBytes } from './unfolded-bytes.ts';

/** Another object each time, as each reading of the catalogue has it. */
const run = (id: number): StateTable => ({
  id,
  kind: 'RUN',
  lastSequence: id,
  streamTime: null,
  entryCount: 1,
  byteSize: 1,
});

async function asked(): Promise<never> {
  throw new Error('Nothing is to be read.');
}

function partitionWith(runs: readonly number[]): StorePartition {
  const store = new StorePartition({
    engine: { query: asked },
    limits,
    budget: new CacheBudget(limits.maxCacheBytes),
    unfolded: new UnfoldedBytes(new FakeClock(), limits),
    storeId: 1,
    partition: 0,
    spec: storeSpec('s'),
  });
  store.load({ deltas: [100], runs: runs.map(run) }, []);
  return store;
}

const idsOf = ({ runs }: StorePartition) => runs.map(({ id }) => id);

it('puts a merged run into the place of those it was made of', () => {
  const store = partitionWith([4, 3, 2, 1]);
  store.merged(store.runs.slice(1, 3), run(5));
  expect(idsOf(store)).toEqual([4, 5, 1]);
});

it('puts a merged run into the place of those it was made of, also where the catalogue was read anew meanwhile', () => {
  const store = partitionWith([2, 1]);
  const sources = store.runs;
  store.reconcile({ deltas: [100], runs: [3, 2, 1].map(run) });
  store.merged(sources, run(4));
  expect(idsOf(store)).toEqual([3, 4]);
});
