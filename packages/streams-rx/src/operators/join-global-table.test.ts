import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { joinGlobalTable } from './join-global-table.ts';
import { leftJoinGlobalTable } from './left-join-global-table.ts';
import { to } from './to.ts';

interface Flight {
  readonly from: string | null;
  readonly n: number;
}

const keyOf = ({ value }: { readonly value: Flight }) => value.from;
const joiner = ({ n }: Flight, city: string | null, key: string) => `${key}${n} ${city}`;

const inner = (app: TopologyApp) =>
  app
    .stream<string, Flight>('flights')
    .pipe(joinGlobalTable(app.globalTable<string, string>('airports'), keyOf, joiner), to('out'));
const left = (app: TopologyApp) =>
  app
    .stream<string, Flight>('flights')
    .pipe(leftJoinGlobalTable(app.globalTable<string, string>('airports'), keyOf, joiner), to('out'));

async function script(test: TestDriver): Promise<void> {
  test.pipe('airports', [
    { key: 'HAM', value: 'Hamburg' },
    { key: 'MUC', value: 'Munich' },
    { key: 'TXL', value: 'Berlin' },
    { key: 'TXL', value: null },
  ]);
  test.pipe('flights', [
    { key: 'a', value: { from: 'HAM', n: 1 }, timestamp: 7 },
    { key: 'b', value: { from: 'TXL', n: 2 } },
    { key: 'c', value: { from: null, n: 3 } },
    { key: 'd', value: null },
    { value: { from: 'MUC', n: 5 } },
  ]);
  await test.run();
  test.pipe('airports', { key: 'HAM', value: 'Hamburg-Finkenwerder' });
  test.pipe('flights', { key: 'a', value: { from: 'HAM', n: 6 } });
}

const options = { topics: { flights: { partitions: 3 }, airports: { partitions: 2 } } };
const values = (driver: TestDriver) =>
  driver
    .output('out')
    .map(({ value }) => value)
    .sort();

describe('joinGlobalTable', () => {
  it('joins by any key, whatever the partition, with the row as it is; skips null keys and values', async () => {
    const driver = await runInAllEpochs(inner, script, options);
    expect(values(driver)).toEqual(['a1 Hamburg', 'a6 Hamburg-Finkenwerder', 'null5 Munich']);
    expect(driver.counts.skipped).toBe(2);
    expect(driver.output('out').find(({ value }) => value === 'a1 Hamburg')).toMatchObject({ key: 'a', timestamp: 7 });
  });

  it('gives records without a row, too, as a left join', async () => {
    const driver = await runInAllEpochs(left, script, options);
    expect(values(driver)).toEqual(['a1 Hamburg', 'a6 Hamburg-Finkenwerder', 'b2 null', 'c3 null', 'null5 Munich']);
    expect(driver.counts.skipped).toBe(1);
  });

  it('shows in the description what is joined', async () => {
    const { description } = await runInAllEpochs(inner, () => {});
    expect(description.edges).toContainEqual({ from: 'globalTable-0001', to: 'joinGlobalTable-0002' });
  });
});
