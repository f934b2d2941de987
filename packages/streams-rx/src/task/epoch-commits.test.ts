import type { Transaction, TransactionOptions } from '@millrace/engine';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EpochContext } from '../epoch/epoch-context.ts';
import { Releases } from '../epoch/releases.ts';
import { MemoryStateBackend } from '../state/memory-state-backend.ts';
import type { TaskState } from '../state/task-state.ts';
import type { EpochToCommit } from './commit-epoch.ts';
import { EpochCommits } from './epoch-commits.ts';

let state: TaskState;
beforeAll(async () => {
  state = await new MemoryStateBackend().open({ partition: 0, stores: [] });
});

/** Of each transaction, by which members its epochs are. */
let transactions: string[][];
let commits: EpochCommits;
beforeEach(() => {
  transactions = [];
  const transaction = async (work: (tx: Transaction) => Promise<unknown>, { signal }: TransactionOptions = {}) => {
    const members: string[] = [];
    transactions.push(members);
    await work({
      signal: signal as AbortSignal,
      query: async () => ({ rows: [] }),
      append: async () => [],
      commitOffsets: async ({ memberId }: { memberId: string }) => void members.push(memberId),
    } as unknown as Transaction);
  };
  commits = new EpochCommits({ transaction } as never, { maxCommits: 8, commitTimeoutMs: 1_000 });
});

/** An epoch of a member of that name. */
const epoch = (memberId: string, more: Partial<EpochToCommit> = {}): EpochToCommit => ({
  owner: { group: 'g', memberId, generation: 1 },
  state,
  context: undefined,
  recordCount: 1,
  offsets: [],
  deadLetters: [],
  ...more,
});

function madeContext(): EpochContext {
  return new EpochContext({
    task: '0/0',
    partition: 0,
    state,
    wallClock: 0,
    maxOutputRecords: 1_000,
    maxStateValueBytes: 1_000,
    globals: { rows: () => new Map(), unreadable() {} },
    onLate: undefined,
    releases: new Releases(),
  });
}

/** Commits them together with two small ones. */
async function beside(other: EpochToCommit, isAlone = false): Promise<string[][]> {
  const { signal } = new AbortController();
  await Promise.all([
    commits.commit(epoch('a'), { signal, isAlone: false }),
    commits.commit(other, { signal, isAlone }),
    commits.commit(epoch('b'), { signal, isAlone: false }),
  ]);
  return transactions.map((members) => members.sort()).sort();
}

const apart = [['a', 'b'], ['other']];

describe('S1: epochs that are committed at the same time', () => {
  it('share a transaction where they are small', async () => {
    expect(await beside(epoch('other', { recordCount: 498 }))).toEqual([['a', 'b', 'other']]);
  });

  it('share none with one that has been tried again', async () => {
    expect(await beside(epoch('other'), true)).toEqual(apart);
  });

  it('share none with one with onCommit, which takes as long as it takes', async () => {
    const context = madeContext();
    context.onCommit(async () => {});
    expect(await beside(epoch('other', { context }))).toEqual(apart);
  });

  it('share none with one with dead letters, which may be refused', async () => {
    const deadLetters = [{ topic: 'dead', record: { key: null, value: null } }];
    expect(await beside(epoch('other', { deadLetters }))).toEqual(apart);
  });

  it('share none with one that has many records, or makes many', async () => {
    expect(await beside(epoch('other', { recordCount: 501 }))).toEqual(apart);
    transactions = [];
    const context = madeContext();
    const output = context.output('out');
    for (let ordinal = 0; ordinal < 500; ordinal++) output.push({ ordinal, key: null, value: null });
    expect(await beside(epoch('other', { context }))).toEqual(apart);
  });
});
