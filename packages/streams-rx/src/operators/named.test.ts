import { filter, map } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { TestDriver } from '../testing/test-driver.ts';
import type { Stream } from '../topology/stream.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { branch } from './branch.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { joinTable } from './join-table.ts';
import { mapValues } from './map-values.ts';
import { named } from './named.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

const idsOf = async (define: (app: TopologyApp) => unknown) =>
  (await TestDriver.open(define)).description.nodes.map(({ id }) => id);
const refused = (define: (app: TopologyApp) => unknown) => expect(TestDriver.open(define)).rejects;

describe('named', () => {
  it('names operators of ours and of RxJS, and nothing besides', async () => {
    const driver = await TestDriver.open((app) =>
      app.stream<string, number>('in').pipe(
        named(
          'positive',
          filter(({ value }) => value > 0),
        ),
        map((record) => record),
        named(
          'doubled',
          mapValues((value) => value * 2),
        ),
        named('result', to('out')),
      ),
    );
    const { nodes, edges } = driver.description;
    expect(nodes.map(({ id, operator }) => [id, operator])).toEqual([
      ['source-0000', 'source'],
      ['positive', 'rxjs'],
      ['rxjs-0002', 'rxjs'],
      ['doubled', 'mapValues'],
      ['result', 'to'],
    ]);
    expect(edges).toContainEqual({ from: 'positive', to: 'rxjs-0002' });
    driver.pipe('in', [
      { key: 'a', value: 1 },
      { key: 'a', value: -1 },
    ]);
    await driver.run();
    expect(driver.output('out').map(({ value }) => value)).toEqual([2]);
  });

  it('names all streams of a branch', async () => {
    const branched = (app: TopologyApp, of: string) =>
      app.stream<string, number>('in').pipe(named(of, branch({ big: ({ value }) => value > 9, none: () => false })));
    const driver = await TestDriver.open((app) => {
      const { big, rest } = branched(app, 'sizes');
      big.pipe(named('many', to('out')));
      rest.pipe(to('rest'));
      branched(app, 'others');
    });
    const { nodes, edges } = driver.description;
    expect(nodes.map(({ id, operator }) => [id, operator])).toEqual([
      ['source-0000', 'source'],
      ['sizes-big', 'branch'],
      ['sizes-none', 'branch'],
      ['sizes-rest', 'branch'],
      ['many', 'to'],
      ['to-0005', 'to'],
      ['others-big', 'branch'],
      ['others-none', 'branch'],
      ['others-rest', 'branch'],
    ]);
    expect(edges).toContainEqual({ from: 'sizes-rest', to: 'to-0005' });
    await refused((app) => {
      branched(app, 'sizes');
      branched(app, 'sizes');
    }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('"sizes-big"') });
    await refused((app) => app.stream('in').pipe(named('of', branch({ 'two words': () => true })))).toMatchObject({
      code: 'INVALID_TOPOLOGY',
      message: expect.stringContaining('"of-two words"'),
    });
  });

  it('names an operator, not the topic that its records go through', async () => {
    const ids = await idsOf((app) =>
      app.stream<string, string>('in').pipe(
        selectKey(({ value }) => value),
        named(
          'with-rows',
          joinTable(app.table<string, string>('rows', 'rows'), (value, row) => `${value}${row}`),
        ),
        to('out'),
      ),
    );
    expect(ids).toContain('with-rows');
    expect(ids.filter((id) => id.startsWith('repartition-'))).toHaveLength(1);
  });

  it('changes no name of a store', async () => {
    const storesOf = async (define: (app: TopologyApp) => unknown) =>
      (await TestDriver.open(define)).description.stores.map(({ name }) => name);
    const plain = await storesOf((app) => app.stream('in').pipe(groupByKey(), countRecords()));
    expect(plain).toEqual(['countRecords-0001']);
    expect(await storesOf((app) => app.stream('in').pipe(groupByKey(), named('counter', countRecords())))).toEqual(
      plain,
    );
  });

  it('keeps the types', () => {
    const check = (app: TopologyApp) =>
      app.stream<string, number>('in').pipe(
        named(
          'texts',
          mapValues((value) => `${value}`),
        ),
      );
    expectTypeOf(check).returns.toEqualTypeOf<Stream<string, string>>();
  });

  it('refuses a name that is there, that is none, and an operator that adds nothing', async () => {
    await refused((app) => {
      app.stream('in').pipe(named('one', to('a')));
      app.stream('in').pipe(named('one', to('b')));
    }).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('"one"') });
    await refused((app) => app.stream('in').pipe(named('a b', to('a')))).toMatchObject({ code: 'INVALID_TOPOLOGY' });
    await refused((app) =>
      app.stream('in').pipe(named('group', groupByKey()), countRecords(), toTable('counts')),
    ).toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('"group"') });
  });

  it('does not name what is defined behind one that was refused', async () => {
    const ids = await idsOf((app) => {
      expect(() => app.stream('in').pipe(named('group', groupByKey()))).toThrow(/"group"/);
      app.stream('in').pipe(to('out'));
    });
    expect(ids).toEqual(['source-0000', 'to-0001']);
  });
});
