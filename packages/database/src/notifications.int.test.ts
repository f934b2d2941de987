import { FakeClock } from '@millrace/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { Notifications } from './notifications.ts';
import { startProxy } from './testing/proxy.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await test.open();
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

/** Collects what a handler hears; `next` waits for one more. */
function recorder() {
  const heard: string[] = [];
  let wake = () => {};
  const hear = (what: string) => {
    heard.push(what);
    wake();
  };
  let taken = 0;
  return {
    handler: {
      notified: (payload: string, own: boolean) => hear(`${own ? 'own' : 'other'} ${payload}`),
      reconnected: () => hear('reconnected'),
    },
    async next(): Promise<string> {
      while (heard.length <= taken) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard[taken++] as string;
    },
    rest: () => heard.slice(taken),
  };
}

describe('Notifications', () => {
  it('brings hints of one node to another, and tells which are its own', async () => {
    const [here, there] = [new Notifications({ database }), new Notifications({ database })];
    const [a, b] = [recorder(), recorder()];
    await here.listen('Topic "x"', a.handler);
    await there.listen('Topic "x"', b.handler);
    await here.notify('Topic "x"', 'hello');
    expect(await a.next()).toBe('own hello');
    expect(await b.next()).toBe('other hello');
    await there.notify('Topic "x"');
    expect(await a.next()).toBe('other ');
    await Promise.all([here.close(), there.close()]);
  });

  it('keeps channels apart and stops with the last handler of one', async () => {
    const here = new Notifications({ database });
    const [one, two, other] = [recorder(), recorder(), recorder()];
    const stopOne = await here.listen('a', one.handler);
    const stopTwo = await here.listen('a', two.handler);
    await here.listen('b', other.handler);
    stopOne();
    await here.notify('a', '1');
    expect(await two.next()).toBe('own 1');
    stopTwo();
    await here.notify('a', '2');
    await here.notify('b', '3');
    expect(await other.next()).toBe('own 3');
    expect([one.rest(), two.rest()]).toEqual([[], []]);
    await here.close();
  });

  it('comes back when its session is ended, and says that something may have been missed', async () => {
    const here = new Notifications({ database });
    const heard = recorder();
    await here.listen('c', heard.handler);
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where query = \'listen "c"\' and datname = current_database()',
    );
    expect(await heard.next()).toBe('reconnected');
    await database.pool.query("notify c, 'again'");
    expect(await heard.next()).toBe('other again');
    await here.close();
  });

  it('notices a session that has died without a word', async () => {
    const proxy = await startProxy(test.url);
    const through = await openDatabase({ url: proxy.url });
    const clock = new FakeClock();
    const here = new Notifications({ database: through, clock });
    const heard = recorder();
    await here.listen('d', heard.handler);
    proxy.freeze();
    clock.advance(15_000);
    expect(here.connected).toBe(true);
    clock.advance(5_000);
    while (here.connected) await new Promise((resolve) => setImmediate(resolve));
    proxy.cut();
    const back = heard.next();
    // Attempts are spaced by the fake clock, and each takes real time.
    const pushing = setInterval(() => clock.advance(5_000), 20);
    expect(await back).toBe('reconnected');
    clearInterval(pushing);
    await here.close();
    await through.close();
    await proxy.close();
  });

  it('rejects the first time when there is no server', async () => {
    const away = await startProxy(test.url);
    const through = await openDatabase({ url: away.url });
    await away.close();
    const here = new Notifications({ database: through });
    await expect(here.listen('e', recorder().handler)).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    await here.notify('e', 'lost, without an error');
    await here.close();
    await through.close();
  });
});
