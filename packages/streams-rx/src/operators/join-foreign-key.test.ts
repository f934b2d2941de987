import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { filterTable } from './filter-table.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { leftJoinForeignKey } from './left-join-foreign-key.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

interface Order {
  readonly customer: string | null;
  readonly n: number;
}

type Kind = 'inner' | 'left';
const customerOf = ({ customer }: Order) => customer;
const text = ({ n }: Order, name: string | null, key: string) => `${key}${n} ${name}`;

const join = (kind: Kind) => (app: TopologyApp) => {
  const customers = app.table<string, string>('customers', 'names');
  const orders = app.table<string, Order>('orders', 'placed');
  const joined =
    kind === 'inner'
      ? orders.pipe(joinForeignKey(customers, customerOf, text), toTable('joined'))
      : orders.pipe(leftJoinForeignKey(customers, customerOf, text), toTable('joined'));
  joined.pipe(toStream({ emit: 'ALL' }), to('out'));
};

const options = { topics: { orders: { partitions: 3 }, customers: { partitions: 2 } } };
type Step = readonly ['orders', string, Order | null] | readonly ['customers', string, string | null] | 'run';

async function script(test: TestDriver, steps: readonly Step[]): Promise<void> {
  for (const [timestamp, step] of steps.entries()) {
    if (step === 'run') await test.run();
    else test.pipe(step[0], { key: step[1], value: step[2], timestamp });
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
const order = (customer: string | null, n: number): Order => ({ customer, n });
const changes = (driver: TestDriver) => driver.output('out').map(({ key, value }) => [key, value]);

describe('joinForeignKey', () => {
  const steps: Step[] = [
    ['customers', 'ann', 'Ann'],
    'run',
    ['orders', 'a', order('ann', 1)],
    ['orders', 'b', order('bob', 2)],
    ['orders', 'c', order(null, 3)],
    'run',
    ['customers', 'bob', 'Bob'],
    'run',
    ['orders', 'a', order('bob', 4)],
    'run',
    ['customers', 'ann', 'Anna'],
    ['customers', 'bob', 'Robert'],
    'run',
    ['orders', 'b', null],
    ['orders', 'a', order('nobody', 5)],
    'run',
    ['customers', 'bob', null],
    ['orders', 'c', order('ann', 6)],
    'run',
    ['customers', 'ann', null],
    'run',
  ];

  it('follows a row to what it refers to, and the other table as it changes', async () => {
    const driver = await runInAllEpochs(join('inner'), (test) => script(test, steps), options);
    const of = (key: string) => changes(driver).flatMap(([one, value]) => (one === key ? [value] : []));
    expect(of('a')).toEqual(['a1 Ann', 'a4 Bob', 'a4 Robert', null]);
    expect(of('b')).toEqual(['b2 Bob', 'b2 Robert', null]);
    expect(of('c')).toEqual(['c6 Anna', null]);
    expect(driver.table('joined')).toEqual([]);
    expect(driver.counts.skipped).toBe(1);
  });

  it('as a left join gives rows that refer to nothing, too', async () => {
    const driver = await runInAllEpochs(join('left'), (test) => script(test, steps), options);
    const of = (key: string) => changes(driver).flatMap(([one, value]) => (one === key ? [value] : []));
    expect(of('a')).toEqual(['a1 Ann', 'a4 Bob', 'a4 Robert', 'a5 null']);
    expect(of('b')).toEqual(['b2 null', 'b2 Bob', 'b2 Robert', null]);
    expect(of('c')).toEqual(['c3 null', 'c6 Anna', 'c6 null']);
    expect(driver.table('joined')).toEqual([
      { key: 'a', value: 'a5 null' },
      { key: 'c', value: 'c6 null' },
    ]);
    expect(driver.counts.skipped).toBe(0);
  });

  it('drops answers for what a row was before', async () => {
    const driver = await runInAllEpochs(
      join('inner'),
      (test) =>
        script(test, [
          ['customers', 'ann', 'Ann'],
          ['customers', 'bob', 'Bob'],
          'run',
          ['orders', 'a', order('ann', 1)],
          ['orders', 'a', order('bob', 2)],
          ['orders', 'a', order('ann', 1)],
          ['orders', 'b', order('bob', 3)],
          ['orders', 'b', null],
        ]),
      options,
    );
    expect(changes(driver).filter(([, value]) => value !== 'a1 Ann')).toEqual([]);
    expect(driver.table('joined')).toEqual([{ key: 'a', value: 'a1 Ann' }]);
  });

  it('joins a table with itself, and tells who asks what a row was', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const staff = app.table<string, { boss: string | null; name: string }>('staff', 'staff');
        staff.pipe(
          joinForeignKey(
            staff,
            ({ boss }) => boss,
            ({ name }, boss) => `${name} under ${boss.name}`,
            { name: 'bosses' },
          ),
          filterTable((row) => !row.startsWith('Old')),
          toTable('bosses'),
          toStream({ emit: 'ALL' }),
          to('out'),
        );
      },
      async (test) => {
        test.pipe('staff', [
          { key: 'a', value: { boss: null, name: 'Ann' } },
          { key: 'b', value: { boss: 'a', name: 'Bob' } },
          { key: 'c', value: { boss: 'b', name: 'Old Cid' } },
        ]);
        await test.run();
        test.pipe('staff', { key: 'a', value: { boss: 'a', name: 'Anna' } });
        await test.run();
        test.pipe('staff', { key: 'b', value: { boss: 'a', name: 'Old Bob' } });
      },
    );
    expect(driver.table('bosses')).toEqual([{ key: 'a', value: 'Anna under Anna' }]);
    expect(changes(driver)).toEqual([
      ['b', 'Bob under Ann'],
      ['b', 'Bob under Anna'],
      ['a', 'Anna under Anna'],
      ['b', null],
    ]);
    expect(driver.description.subTopologies.map(({ sourceTopics }) => sourceTopics)).toEqual([
      ['staff', 'test-bosses-answer-repartition', 'test-bosses-subscription-repartition'],
    ]);
  });

  it('is the join of the tables as they are in the end, whatever has changed in which order', async () => {
    const orderKey = fc.constantFrom('a', 'b', 'c', 'd');
    const customer = fc.constantFrom('x', 'y', 'z');
    const value = fc.option(fc.record({ customer: fc.option(customer, { nil: null, freq: 5 }), n: fc.nat(2) }), {
      nil: null,
      freq: 4,
    });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 5, arbitrary: fc.tuple(fc.constant('orders' as const), orderKey, value) },
      {
        weight: 3,
        arbitrary: fc.tuple(
          fc.constant('customers' as const),
          customer,
          fc.option(fc.constantFrom('N', 'M'), { nil: null, freq: 3 }),
        ),
      },
      { weight: 2, arbitrary: fc.constant('run' as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.constantFrom<Kind[]>('inner', 'left'),
        fc.nat(),
        async (taken, kind, seed) => {
          const driver = await runInAllEpochs(join(kind), (test) => script(test, taken), { ...options, seeds: [seed] });
          const orders = new Map<string, Order | null>();
          const names = new Map<string, string | null>();
          for (const one of taken) {
            if (one === 'run') continue;
            if (one[0] === 'orders') orders.set(one[1], one[2]);
            else names.set(one[1], one[2]);
          }
          const expected = [...orders].sort(byKey).flatMap(([key, placed]) => {
            const name = (placed?.customer && names.get(placed.customer)) ?? null;
            return placed && (name !== null || kind === 'left') ? [{ key, value: text(placed, name, key) }] : [];
          });
          expect(driver.table('joined')).toEqual(expected);
          const last = new Map(changes(driver) as [string, string | null][]);
          expect([...last].filter(([, row]) => row !== null).sort(byKey)).toEqual(
            expected.map(({ key, value: row }) => [key, row]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
