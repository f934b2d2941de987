import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresHome, postgresHome } from '../../testing/postgres-home.ts';
import { changesOf, epoch, storeSpec } from '../../testing/state-home.ts';
import { prefixOf, timeKey } from '../state-key.ts';
import type { TaskState } from '../task-state.ts';
import { type EntryPage, type EntryPosition, StateReader } from './state-reader.ts';

let home: PostgresHome;
let tasks: TaskState[];
let reader: StateReader;
const windows = () => new StateReader({ engine: home.log.engine, applicationId: 'app', store: 'windows' });

/** Twenty keys over three partitions, one of them in two; folded, merged and not folded yet, some of them gone. */
beforeAll(async () => {
  home = await postgresHome({ dropDelayMs: 0, maxRuns: 3 });
  reader = new StateReader({ engine: home.log.engine, applicationId: 'app', store: 'table' });
  const specs = [storeSpec('table'), storeSpec('windows', 'WINDOW', 100)];
  tasks = await Promise.all([0, 1, 2].map((partition) => home.open(specs, partition)));
  const names = Array.from({ length: 20 }, (_, i) => `k${String(i).padStart(2, '0')}`);
  for (const round of ['old', 'new']) {
    for (const [partition, task] of tasks.entries()) {
      const own = names.filter((_, i) => i % 3 === partition || i === 0);
      await epoch(home, task, [
        changesOf('table', Object.fromEntries(own.map((key) => [key, `${round} ${partition}`]))),
      ]);
    }
    if (round === 'old') await home.settle({} as TaskState);
  }
  await epoch(home, tasks[1] as TaskState, [changesOf('table', { k04: null, k07: null, k10: null })]);
  const at = (time: number) => prefixOf('\u0000key') + timeKey(time);
  await epoch(home, tasks[0] as TaskState, [
    changesOf('windows', { [at(-60)]: 'gone', [at(-50)]: '1', [at(50)]: '2' }, 50),
  ]);
});
afterAll(async () => {
  for (const task of tasks ?? []) await task.close();
  await home?.remove();
});

const shown = (entries: readonly { partition: number; key: string; value: Uint8Array }[]) =>
  entries.map(({ partition, key, value }) => `${key}/${partition}=${Buffer.from(value)}`);
const gone = new Set(['k04', 'k07', 'k10']);
const all = Array.from({ length: 20 }, (_, i) => ({ key: `k${String(i).padStart(2, '0')}`, partition: i % 3 }))
  .flatMap(({ key, partition }) => (key === 'k00' ? [0, 1, 2] : [partition]).map((of) => `${key}/${of}=new ${of}`))
  .filter((entry) => !gone.has(entry.slice(0, 3)));

describe('reading a table from outside', () => {
  it('finds keys in whatever partition they are', async () => {
    expect(shown(await reader.get(['k05', 'k04', 'k00', 'none']))).toEqual([
      'k00/0=new 0',
      'k00/1=new 1',
      'k00/2=new 2',
      'k05/2=new 2',
    ]);
    expect(await reader.get([])).toEqual([]);
  });

  it.each([1, 2, 5, 100])(
    'gives ranges over all partitions by key, %i at a time, forwards and backwards',
    async (limit) => {
      for (const reverse of [false, true]) {
        const found: string[] = [];
        let after: EntryPosition | undefined;
        for (;;) {
          const page = await reader.range({ limit, after, reverse });
          found.push(...shown(page.entries));
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          if (!page.next) break;
          after = page.next;
        }
        expect(found).toEqual(reverse ? [...all].reverse() : all);
      }
    },
  );

  it('keeps within the bounds of a range', async () => {
    const page = await reader.range({ from: 'k03', to: 'k09', limit: 10 });
    expect(shown(page.entries)).toEqual(all.filter((entry) => entry >= 'k03' && entry < 'k09'));
    const last = await reader.range({ from: 'k03', to: 'k09', limit: 2, reverse: true });
    expect(shown(last.entries)).toEqual(['k08/2=new 2', 'k06/0=new 0']);
    expect((await reader.range({ from: 'x', limit: 1 })).entries).toEqual([]);
  });

  it.each([1, 3, 100])('scans one partition after the other, %i at a time', async (limit) => {
    const found: string[] = [];
    let after: EntryPosition | undefined;
    for (;;) {
      const page = await reader.scan({ limit, after });
      found.push(...shown(page.entries));
      if (!page.next) break;
      after = page.next;
    }
    const byPartition = (partition: number) => all.filter((entry) => entry.at(4) === String(partition));
    expect(found).toEqual([0, 1, 2].flatMap(byPartition));
  });

  it('leaves out what has expired', async () => {
    const page = await windows().range({ limit: 10 });
    expect(page.entries.map(({ value }) => Buffer.from(value).toString())).toEqual(['1', '2']);
  });

  it('looks at a bounded number of keys for those it accepts, and goes on where it stopped', async () => {
    const wide = await home.open([storeSpec('wide')], 0);
    const names = Array.from({ length: 25_000 }, (_, i) => `w${String(i).padStart(5, '0')}`);
    await epoch(home, wide, [changesOf('wide', Object.fromEntries(names.map((name) => [name, 'x'])))]);
    const wideReader = new StateReader({ engine: home.log.engine, applicationId: 'app', store: 'wide' });
    const accepts = (key: string) => key === 'w00010' || key === 'w23000';
    for (const reverse of [false, true]) {
      const pages: string[][] = [];
      let after: EntryPosition | undefined;
      do {
        const page: EntryPage = await wideReader.range({ limit: 5, accepts, after, reverse });
        pages.push(page.entries.map(({ key }) => key));
        after = page.next ?? undefined;
      } while (after);
      expect(pages).toEqual(reverse ? [['w23000'], [], ['w00010']] : [['w00010'], [], ['w23000']]);
    }
    const scanned = await wideReader.scan({ limit: 1, accepts });
    expect(scanned.entries.map(({ key }) => key)).toEqual(['w00010']);
    expect((await wideReader.scan({ limit: 1, accepts, after: scanned.next ?? undefined })).entries).toEqual([]);
    await wide.close();
  });

  it('says what the store is, and refuses what there is not', async () => {
    expect(await windows().describe()).toMatchObject({
      kind: 'WINDOW',
      retentionMs: 100,
      partitions: [0, 1, 2],
      isTable: true,
    });
    const none = new StateReader({ engine: home.log.engine, applicationId: 'app', store: 'none' });
    await expect(none.get(['a'])).rejects.toMatchObject({ code: 'STORE_NOT_FOUND' });
    await expect(reader.range({ limit: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
