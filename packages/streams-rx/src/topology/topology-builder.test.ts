import { canonicalJsonSerde, jsonSerde, stringSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { repartition } from '../operators/repartition.ts';
import { to } from '../operators/to.ts';
import { toTable } from '../operators/to-table.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';

const refused = (define: (app: TopologyApp) => unknown) =>
  expect(TestDriver.open(define, { topics: { in: { partitions: 2 } } })).rejects;

describe('a topology', () => {
  it('does not read a topic by two timestamps, of which one would be lost', async () => {
    const timestamp = () => 5;
    await refused((app) => {
      app.stream('in', { timestamp }).pipe(to('one'));
      app.stream('in', { timestamp: () => 6 }).pipe(to('other'));
    }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('different timestamps') });
    await refused((app) => {
      app.table('in', 'rows');
      app.stream('in', { timestamp }).pipe(to('out'));
    }).toMatchObject({ code: 'INVALID_TOPOLOGY' });
    const same = (app: TopologyApp) => {
      app.stream('in', { timestamp }).pipe(to('one'));
      app.stream('in', { timestamp }).pipe(to('other'));
    };
    await expect(TestDriver.open(same)).resolves.toBeInstanceOf(TestDriver);
  });

  it('does not read a topic by two serdes, of keys or of values', async () => {
    for (const [one, other] of [
      [{ value: jsonSerde }, { value: stringSerde }],
      [{ value: jsonSerde }, {}],
      [{ key: stringSerde }, { key: canonicalJsonSerde }],
    ] as const) {
      await refused((app) => {
        app.stream('in', one as object).pipe(to('one'));
        app.stream('in', other as object).pipe(to('other'));
      }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('different serdes') });
    }
    const same = (app: TopologyApp) => {
      app.stream('in', { value: jsonSerde }).pipe(to('one'));
      app.stream('in', { value: jsonSerde }).pipe(to('other'));
    };
    await expect(TestDriver.open(same)).resolves.toBeInstanceOf(TestDriver);
  });

  it('does not read a topic from two places', () =>
    refused((app) => {
      app.stream('in', { resetPolicy: 'LATEST' }).pipe(to('one'));
      app.table('in', 'rows');
    }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('different reset policies') }));

  it('does not send the records of two operators through one topic', async () => {
    await refused((app) => {
      const stream = app.stream<string, { a: string; b: string }>('in');
      stream.pipe(
        groupByKey(({ value }) => value.a, { name: 'by' }),
        countRecords(),
        toTable('a'),
      );
      stream.pipe(
        groupByKey(({ value }) => value.b, { name: 'by' }),
        countRecords(),
        toTable('b'),
      );
    }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('test-by-repartition') });
    await refused((app) => {
      app.stream('in').pipe(repartition({ name: 'r' }), to('one'));
      app.stream('in').pipe(repartition({ name: 'r' }), to('other'));
    }).toMatchObject({ code: 'INVALID_TOPOLOGY' });
  });
});
