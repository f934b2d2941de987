/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, it } from 'vitest';
import { api, createTopic, numbered, produce, uniqueName } from './api.ts';
import { recordRows, useConsole } from './console.ts';

const open = useConsole();
const phone = { width: 390, height: 844 };
let topic: string;

beforeAll(async () => {
  topic = await createTopic('frame.with.a.name.that.is.long.enough.to.be.cut.on.a.phone', { partitionCount: 3 });
  await produce(topic, [...numbered(5), { key: 'wide', value: { text: 'x'.repeat(5_000) } }]);
});

/** Notes the colour scheme at the first moment the page has a body, before any script of the application runs. */
const noteFirstScheme = (page: Page) =>
  page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      const { dataset } = document.documentElement;
      (window as unknown as { firstScheme: unknown }).firstScheme = dataset.mantineColorScheme;
    }).observe(document, { childList: true, subtree: true });
  });
const firstScheme = (page: Page) => page.evaluate(() => (window as unknown as { firstScheme: unknown }).firstScheme);
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

it('is dark where the system is, from the first moment on', async () => {
  const page = await open('/topics', { colorScheme: 'dark', before: noteFirstScheme });
  expect(await firstScheme(page)).toBe('dark');
  const light = await open('/topics', { colorScheme: 'light', before: noteFirstScheme });
  expect(await firstScheme(light)).toBe('light');
  expect(await background(page)).not.toBe(await background(light));
});

it('remembers the scheme that was chosen, without a flash of the other', async () => {
  const page = await open('/topics', { colorScheme: 'light', before: noteFirstScheme });
  const was = await background(page);
  await page.getByLabel('Colour scheme').click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect.poll(() => background(page)).not.toBe(was);
  await page.reload();
  expect(await firstScheme(page)).toBe('dark');
});

it.each(['records', 'partitions', 'configuration', 'records?from=live', 'records?from=time&time=2026-01-01T00:00:00Z'])(
  'fits %s on a phone',
  async (tab) => {
    const page = await open(`/topics/${topic}/${tab}`, { viewport: phone });
    await page.getByText('string / json').waitFor();
    if (tab === 'records') {
      await recordRows(page).filter({ hasText: 'wide' }).getByRole('button').click();
      await page.getByRole('tab', { name: 'Bytes' }).click();
      await page.getByText('Key: 4 bytes').waitFor();
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
  },
);

it('shows all of a long name on a phone', async () => {
  const page = await open(`/topics/${topic}/records`, { viewport: phone });
  const name = page.getByRole('heading', { name: topic, level: 1 });
  await name.waitFor();
  expect(await name.evaluate((title) => title.scrollWidth <= title.clientWidth)).toBe(true);
  const { x, width } = (await name.boundingBox()) ?? { x: 0, width: 0 };
  expect(x + width).toBeLessThanOrEqual(phone.width);
});

it('opens the navigation on a phone and closes it behind a choice', async () => {
  const page = await open(`/topics/${topic}/records`, { viewport: phone });
  await page.getByLabel('Open navigation').click();
  await page.getByRole('navigation').getByRole('link', { name: 'Topics' }).click();
  await page.getByRole('heading', { name: 'Topics', level: 1 }).waitFor();
  await page.getByLabel('Open navigation').waitFor();
});

it('goes where one clicks right after typing a search', async () => {
  const page = await open('/topics');
  const link = page.getByRole('link', { name: topic });
  await link.waitFor();
  // The other page comes when the search is in the address.
  const searched = page.waitForURL(/search=/, { waitUntil: 'commit' });
  await page.route(/_rsc=/, (route) => searched.then(() => route.continue()));
  await page.getByLabel('Search topics by name').fill(topic);
  await link.click();
  await page.getByRole('heading', { name: topic, level: 1 }).waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

it('says in the search what the list is filtered by, after Back as well', async () => {
  // Behind the topics that other tests look for on the first page.
  const what = `z.${uniqueName('turned')}`;
  const names = (await Promise.all(Array.from({ length: 51 }, () => createTopic(what)))).sort();
  const [first = '', last = ''] = [names[0], names[50]];
  const page = await open('/topics');
  const search = page.getByLabel('Search topics by name');
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  await search.pressSequentially(what);
  await link(first).waitFor();
  await page.getByText('51', { exact: true }).waitFor();
  expect(await search.inputValue()).toBe(what);
  await page.getByRole('button', { name: 'Next page' }).click();
  await link(last).waitFor();
  await search.fill(first);
  await link(last).waitFor({ state: 'detached' });
  await link(first).waitFor();
  await page.goBack();
  await page.getByText('51', { exact: true }).waitFor();
  expect(await search.inputValue()).toBe(what);
  await page.goForward();
  await page.getByText('51', { exact: true }).waitFor({ state: 'detached' });
  expect(await search.inputValue()).toBe(first);
});

it('says of a page of a list whose rows have gone that it is this page which is empty', async () => {
  const name = await createTopic('gone.behind');
  const { topics } = await api<{ topics: { pageInfo: { endCursor: string } } }>(
    'query ($name: String!) { topics(search: $name, first: 1) { pageInfo { endCursor } } }',
    { name },
  );
  const page = await open(`/topics?${new URLSearchParams({ search: name, after: topics.pageInfo.endCursor })}`);
  await page.getByText('No topics are left on this page.').waitFor();
  await page.getByRole('button', { name: 'First page' }).click();
  await page.getByRole('link', { name }).waitFor();
});

it('says when there is no such topic, and no such page', async () => {
  const page = await open('/topics/no.such.topic/records');
  await page.getByText('There is no topic "no.such.topic"').waitFor();
  const lost = await open('/nowhere');
  await lost.getByText('There is no such page').waitFor();
  await lost.getByRole('link', { name: 'All topics', exact: true }).click();
  await lost.getByRole('heading', { name: 'Topics', level: 1 }).waitFor();
});

it('says that the API cannot be reached and where it is expected, and recovers by itself', async () => {
  let reachable = false;
  const page = await open('/topics', {
    before: async (each) => {
      await each.route(/\/graphql$/, (route) => (reachable ? route.continue() : route.abort('connectionrefused')));
      await each.routeWebSocket(/\/graphql$/, (socket) => {
        if (reachable) socket.connectToServer();
        else void socket.close({ code: 1006 });
      });
    },
  });
  await page.getByText('The API cannot be reached').waitFor();
  await page.getByRole('alert').getByText(inject('apiUrl')).waitFor();
  await page.getByLabel('Connection: Offline').waitFor();
  reachable = true;
  await page.getByLabel('Connection: Live').waitFor();
  await page.getByRole('link', { name: topic }).waitFor();
});

it('keeps what it shows when a refresh fails, and says so', async () => {
  let reachable = true;
  const page = await open(`/topics/${topic}/partitions`, {
    before: (each) =>
      each.route(/\/graphql$/, (route) => (reachable ? route.continue() : route.abort('connectionrefused'))),
  });
  await page.getByRole('link', { name: '2', exact: true }).waitFor();
  reachable = false;
  await page.getByText('this is what was last read').waitFor();
  expect(await page.getByRole('row').count()).toBe(4);
  reachable = true;
  await page.getByText('this is what was last read').waitFor({ state: 'detached' });
});

it('waits for an answer that is slower than it asks again', async () => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let asked = false;
  const page = await open(`/topics/${topic}/partitions`, {
    async before(each) {
      await each.clock.install();
      await each.route(/\/graphql$/, async (route) => {
        if (!route.request().postData()?.includes('query TopicPartitions')) return route.continue();
        // None but the first is ever answered.
        if (asked) return;
        asked = true;
        await held;
        await route.continue().catch(() => {});
      });
    },
  });
  await expect.poll(() => asked).toBe(true);
  await page.clock.runFor(9_000);
  answer();
  await page.getByRole('link', { name: '2', exact: true }).waitFor();
});

it('says so when a refresh is never answered', async () => {
  let answers = true;
  const page = await open(`/topics/${topic}/partitions`, {
    async before(each) {
      // The limit of a request, but no longer than some refreshes take.
      await each.addInitScript(() => {
        const timeout = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = (ms) => timeout(Math.min(ms, 7_000));
      });
      await each.route(/\/graphql$/, async (route) => {
        if (answers) await route.continue();
      });
    },
  });
  await page.getByRole('link', { name: '2', exact: true }).waitFor();
  answers = false;
  await page.getByText('Not refreshed (TIMEOUT)').waitFor();
  expect(await page.getByRole('row').count()).toBe(4);
});

it('shows the API, since when it is connected, and the processes behind it', async () => {
  const page = await open('/topics');
  await page.getByLabel('Connection: Live').click();
  await page.getByText(inject('apiUrl')).waitFor();
  // Applications of other tests may run on the same database.
  await page.getByText(/^(1 process|\d+ processes)$/).waitFor();
  await page.getByText(/^api \S+ \S+:\d+$/).waitFor();
});
