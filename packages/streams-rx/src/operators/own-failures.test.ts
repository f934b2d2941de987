import { describe, expect, it } from 'vitest';
import { deadLetters } from '../testing/dead-letters.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { aggregate } from './aggregate.ts';
import { aggregateCogrouped } from './aggregate-cogrouped.ts';
import { aggregateSessions } from './aggregate-sessions.ts';
import { cogroup } from './cogroup.ts';
import { dedupe } from './dedupe.ts';
import { groupByKey } from './group-by-key.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinStream } from './join-stream.ts';
import { leftJoinTables } from './left-join-tables.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

/** Fails where `isBad` says so. */
function unless<T>(isBad: boolean, value: T): T {
  if (isBad) throw new RangeError('It is refused.');
  return value;
}

const options = {
  errors: { process: { deadLetterTopic: 'dead' } },
  // Of records of the application's own, too.
  topics: { dead: { valueFormat: 'BYTES' } },
} as const;
const run = (define: (app: TopologyApp) => unknown, script: (driver: TestDriver) => Promise<void> | void) =>
  runInAllEpochs(define, script, options);
const places = (driver: TestDriver) => deadLetters(driver).map(({ place }) => place);
const rows = (driver: TestDriver, table: string) => driver.table(table).map(({ key, value }) => [key, value]);
const at = (timestamp: number, value: unknown, key = 'a') => ({ key, value, timestamp });

describe('S98: what a record brings about is its own failure, and is no other’s', () => {
  it('a record that meets one that was kept', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, string>('left').pipe(
          joinStream(app.stream<string, string>('right'), (left, right) => unless(left === 'bad', left + right), {
            before: 10,
            after: 10,
            grace: 0,
          }),
          to('out'),
        ),
      (test) => {
        test.pipe('left', [at(0, 'bad'), at(1, 'A', 'b'), at(20, 'B')]);
        test.pipe('right', [at(2, '1'), at(3, '2', 'b'), at(4, '3'), at(21, '4')]);
      },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual(['A2', 'B4']);
    expect(places(driver)).toEqual(['right/0/0', 'right/0/2']);
  });

  it('a row that is gone, in a join of tables: it stays, and the next change of it counts', async () => {
    const driver = await run(
      (app) =>
        app.table<string, string>('left', 'lefts').pipe(
          leftJoinTables(app.table<string, string>('right', 'rights'), (left, right) =>
            unless(left === 'B' && right === null, `${left}${right}`),
          ),
          toTable('joined'),
        ),
      (test) => {
        test.pipe('right', [at(0, 'x'), at(1, 'y', 'b'), at(4, null), at(5, null, 'b'), at(7, 'z', 'c')]);
        test.pipe('left', [at(2, 'A'), at(3, 'B', 'b'), at(8, 'C', 'c'), at(9, 'D', 'b')]);
      },
    );
    expect(rows(driver, 'joined')).toEqual([
      ['a', 'Anull'],
      ['b', 'Dy'],
      ['c', 'Cz'],
    ]);
    expect(rows(driver, 'rights')).toContainEqual(['b', 'y']);
    expect(places(driver)).toEqual(['right/0/3']);
  });

  it('an answer of a join by a foreign key, of which each row that refers has its own', async () => {
    const driver = await run(
      (app) =>
        app.table<string, string>('orders', 'orders').pipe(
          joinForeignKey(
            app.table<string, string>('customers', 'customers'),
            () => 'ann',
            (order, customer) => unless(order === 'bad' && customer !== 'Ann', `${order} ${customer}`),
            { name: 'customer' },
          ),
          toTable('joined'),
        ),
      async (test) => {
        test.pipe('customers', at(0, 'Ann', 'ann'));
        test.pipe('orders', [at(1, 'one', 'a'), at(2, 'bad', 'b'), at(3, 'three', 'c')]);
        await test.run();
        test.pipe('customers', at(4, 'Anna', 'ann'));
        await test.run();
        test.pipe('customers', at(5, 'Anne', 'ann'));
        test.pipe('orders', at(6, 'four', 'd'));
      },
    );
    expect(rows(driver, 'joined')).toEqual([
      ['a', 'one Anne'],
      ['b', 'bad Ann'],
      ['c', 'three Anne'],
      ['d', 'four Anne'],
    ]);
    const answers = places(driver);
    expect(answers).toHaveLength(2);
    for (const place of answers) expect(place).toMatch(/^test-customer-.*answer.*\/0\/\d+$/);
  });

  it('a record that makes two sessions one', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          windowedBy(session({ gap: 10, grace: 30 })),
          aggregateSessions(
            () => '',
            (all: string, next: string) => all + next,
            (one, other) => unless(one === 'bad', one + other),
          ),
          toTable('sessions'),
        ),
      (test) =>
        test.pipe('in', [
          at(0, 'bad'),
          at(18, 'B'),
          at(9, 'C'),
          at(19, 'D'),
          at(0, 'E', 'e'),
          at(18, 'F', 'e'),
          at(9, 'G', 'e'),
        ]),
    );
    expect(driver.table('sessions').map(({ value }) => value)).toEqual(['bad', 'BD', 'EFG']);
    expect(places(driver)).toEqual(['in/0/2']);
  });

  it('a record that makes sliding windows anew', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          windowedBy(sliding({ timeDifference: 10, grace: 30 })),
          aggregate(
            () => '',
            (all: string, next: string) => unless(all === 'A' && next === 'bad', all + next),
          ),
          toTable('windows'),
        ),
      (test) => test.pipe('in', [at(0, 'A'), at(5, 'bad'), at(5, 'E', 'e'), at(8, 'C')]),
    );
    // Those that end with A and with C, and the one behind A.
    expect(driver.table('windows').map(({ value }) => value)).toEqual(['A', 'AC', 'C', 'E']);
    expect(places(driver)).toEqual(['in/0/1']);
  });

  it('a record of one of the streams of a cogroup', async () => {
    const driver = await run(
      (app) => {
        const grouped = (topic: string) => app.stream<string, string>(topic).pipe(groupByKey());
        cogroup(() => '')
          .add(grouped('in'), (all, value) => all + value)
          .add(grouped('more'), (all, value) => unless(all === 'A', all + value))
          .pipe(aggregateCogrouped(), toTable('all'));
      },
      (test) => {
        test.pipe('in', [at(0, 'A'), at(2, 'B')]);
        test.pipe('more', [at(1, 'C'), at(3, 'D'), at(4, 'E', 'b')]);
      },
    );
    expect(rows(driver, 'all')).toEqual([
      ['a', 'ABD'],
      ['b', 'E'],
    ]);
    expect(places(driver)).toEqual(['more/0/0']);
  });

  it('a duplicate that nobody can tell: the next one of its key is the first', async () => {
    const driver = await run(
      (app) =>
        app
          .stream<string, string>('in')
          .pipe(dedupe({ by: ({ value, key }) => unless(value === 'bad', key), within: 10 }), to('out')),
      (test) => test.pipe('in', [at(0, 'bad'), at(1, 'A'), at(2, 'B'), at(3, 'C', 'c')]),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual(['A', 'C']);
    expect(places(driver)).toEqual(['in/0/0']);
  });
});
