import { jsonSerde, type Serde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs, type TopologyScript } from '../testing/run-in-all-epochs.ts';
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

const airports = (app: TopologyApp) =>
  app.globalTable<string, string>('airports', { value: jsonSerde as Serde<string> });
const inner = (app: TopologyApp) =>
  app.stream<string, Flight>('flights').pipe(joinGlobalTable(airports(app), keyOf, joiner), to('out'));
const left = (app: TopologyApp) =>
  app.stream<string, Flight>('flights').pipe(leftJoinGlobalTable(airports(app), keyOf, joiner), to('out'));

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

  describe('of a row that cannot be decoded', () => {
    // The driver shows what is in a topic by its format: of bytes it can.
    const topics = { ...options.topics, airports: { partitions: 2, valueFormat: 'BYTES' } } as const;
    const withBadRow: TopologyScript = async (test) => {
      test.pipe('airports', [
        { key: 'HAM', valueBytes: Buffer.from('"Hamburg"'), partition: 1 },
        { key: 'MUC', valueBytes: Buffer.from('"Mun'), partition: 1 },
      ]);
      test.pipe('flights', [
        { key: 'a', value: { from: 'HAM', n: 1 } },
        { key: 'b', value: { from: 'MUC', n: 2 } },
        { key: 'c', value: { from: 'MUC', n: 3 } },
      ]);
      await test.run();
      test.pipe('flights', { key: 'b', value: { from: 'MUC', n: 4 } });
      await test.run();
      test.pipe('airports', { key: 'MUC', valueBytes: Buffer.from('"Munich"'), partition: 1 });
      test.pipe('flights', { key: 'b', value: { from: 'MUC', n: 5 } });
    };

    it.each([
      ['joinGlobalTable', inner, ['a1 Hamburg', 'b5 Munich']],
      ['leftJoinGlobalTable', left, ['a1 Hamburg', 'b2 null', 'b4 null', 'b5 Munich', 'c3 null']],
    ] as const)(
      '%s leaves it out with decode: SKIP, counted once, until it comes anew',
      async (_, define, expected) => {
        const driver = await runInAllEpochs(define, withBadRow, { topics, errors: { decode: 'SKIP' } });
        expect(values(driver)).toEqual(expected);
        expect(driver.counts.skipped).toBe(1);
      },
    );

    it.each([{ decode: 'FAIL' }, { process: 'SKIP' }, { decode: { deadLetterTopic: 'dead' } }] as const)(
      'fails with its place and blames no record, with %o',
      async (errors) => {
        const run = runInAllEpochs(inner, withBadRow, { topics, errors });
        await expect(run).rejects.toMatchObject({
          code: 'INVALID_RECORD',
          details: { topic: 'airports', partition: 1, offset: 1 },
          message: expect.stringMatching(/"airports" at offset 1 of its partition 1 cannot be decoded.*errors.decode/),
        });
      },
    );
  });

  it('shows in the description what is joined', async () => {
    const { description } = await runInAllEpochs(inner, () => {});
    expect(description.edges).toContainEqual({ from: 'globalTable-0001', to: 'joinGlobalTable-0002' });
  });
});
