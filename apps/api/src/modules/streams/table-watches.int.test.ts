import { FakeClock } from '@millrace/core/testing';
import type { Engine } from '@millrace/engine';
import { createTestEngine, type TestEngine, within } from '@millrace/engine/testing';
import { resetApplication } from '@millrace/streams-rx';
import { TestState } from '@millrace/streams-rx/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireTable } from './require-table.ts';
import { TableWatches } from './table-watches.ts';

let log: TestEngine;
let engine: Engine;
beforeAll(async () => {
  log = await createTestEngine();
  engine = log.engine;
});
afterAll(() => log.remove());

/** Watches a table, which is looked at when the test says so. */
async function watch(application: string) {
  const clock = new FakeClock();
  const watches = new TableWatches({ clock });
  const found = await requireTable(engine, application, 'live');
  const open = () => {
    const changes = watches.open(engine, found, () => true);
    return {
      async next() {
        const { value } = await within(changes.next(), 'changes');
        return [value?.changes.map(({ key, value: bytes }) => `${key}=${bytes}`), value?.skipped];
      },
      close: () => changes.return?.(),
    };
  };
  return { clock, open };
}

describe('watching a table', () => {
  test('tells that changes were missed where they were folded and dropped before it looked', async () => {
    const state = await TestState.open(engine, 'folded', [{ name: 'live' }], 0, { dropDelayMs: 0 });
    const { clock, open } = await watch('folded');
    const { next, close } = open();
    expect(await next()).toEqual([[], false]);
    await state.write('live', { a: 1 });
    await state.settle();
    await state.settle();
    await state.write('live', { b: 2 });
    clock.advance(10_000);
    expect(await next()).toEqual([['b=2'], true]);
    await state.write('live', { c: 3 });
    clock.advance(10_000);
    expect(await next()).toEqual([['c=3'], false]);
    await close();
    await state.close();
  });

  test('goes on with a table that was reset and is there again, and says that others are gone', async () => {
    const before = await TestState.open(engine, 'again', [{ name: 'live' }]);
    await before.write('live', { a: 1 });
    const { clock, open } = await watch('again');
    const { next, close } = open();
    expect(await next()).toEqual([[], false]);
    await before.close();
    await resetApplication(engine, 'again');
    const after = await TestState.open(engine, 'again', [{ name: 'live' }]);
    await after.write('live', { b: 2 });
    clock.advance(10_000);
    expect(await next()).toEqual([['b=2'], true]);
    await close();
    await after.close();
  });
});
