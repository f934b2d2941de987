import { beforeAll, expect, it } from 'vitest';
import { createTopic, produce } from './api.ts';
import { recordRows, useConsole } from './console.ts';

const open = useConsole();
let topic: string;

beforeAll(async () => {
  topic = await createTopic('search', { partitionCount: 2 });
  // One after the other: their times, which a search goes by, do not fall together.
  for (let call = 0; call < 4; call++) {
    const records = Array.from({ length: 40 }, (_, i) => {
      const n = call * 40 + i;
      return { key: `key-${n % 8}`, value: { n, temp: n % 50 }, partition: n % 2 };
    });
    await produce(topic, records);
  }
  const headers = [
    { key: 'trace', value: 'one' },
    { key: 'trace', value: 'two' },
  ];
  await produce(topic, [{ key: 'odd', valueBytes: Buffer.from('no json at all').toString('base64'), headers }]);
});

type Page = Awaited<ReturnType<typeof open>>;
const row = (page: Page, n: number) => recordRows(page).filter({ hasText: `{"n":${n},` });
const found = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();

async function openSearch(page: Page) {
  await page.getByRole('button', { name: 'Search the topic' }).click();
  return page.getByRole('search', { name: 'Search the topic' });
}

it('finds records by JSON path in all of the topic, and keeps the search in the address', async () => {
  const page = await open(`/topics/${topic}/records`);
  const search = await openSearch(page);
  await search.getByRole('textbox', { name: 'JSON path' }).fill('$.temp == 49');
  await search.getByRole('button', { name: 'Search' }).click();
  await found(page, '3 found in all 161 records, newest first');
  expect(await recordRows(page).count()).toBe(3);
  expect(await recordRows(page).first().innerText()).toContain('{"n":149,');
  const shared = await open(page.url().replace(/^.*\/topics/, '/topics'));
  await found(shared, '3 found');
  await page.goBack();
  await row(page, 159).waitFor();
});

it('finds by key, by the beginning of a key and by text, from the oldest too', async () => {
  const page = await open(`/topics/${topic}/records?from=oldest`);
  const search = await openSearch(page);
  await search.getByRole('textbox', { name: 'Key', exact: true }).fill('key-3');
  await search.getByRole('textbox', { name: 'Key', exact: true }).press('Enter');
  await found(page, '20 found in all 161 records, oldest first');
  expect(await recordRows(page).first().innerText()).toContain('{"n":3,');
  await search.getByLabel('How the key is compared', { exact: true }).click();
  await page.getByRole('option', { name: 'Key begins with' }).click();
  await search.getByRole('textbox', { name: 'Key', exact: true }).fill('od');
  await search.getByRole('button', { name: 'Search' }).click();
  await found(page, '1 found');
  await search.getByRole('textbox', { name: 'Key', exact: true }).fill('');
  await search.getByRole('textbox', { name: 'Text in the value' }).fill('json at');
  await search.getByRole('button', { name: 'Search' }).click();
  await recordRows(page).filter({ hasText: 'odd' }).waitFor();
  await found(page, '1 found in all 161 records');
});

it('finds by a header, whatever it holds or what is asked for, and keeps it in the address', async () => {
  const page = await open(`/topics/${topic}/records`, { viewport: { width: 390, height: 844 } });
  const search = await openSearch(page);
  await search.getByRole('textbox', { name: 'Value of the header' }).fill('two');
  await search.getByText('Which header?').waitFor();
  expect(await search.getByRole('button', { name: 'Search' }).isDisabled()).toBe(true);
  await search.getByRole('textbox', { name: 'Header', exact: true }).fill('trace');
  await search.getByRole('button', { name: 'Search' }).click();
  await found(page, '1 found in all 161 records');
  await recordRows(page).filter({ hasText: 'odd' }).waitFor();
  const shared = await open(
    page
      .url()
      .replace(/^.*\/topics/, '/topics')
      .replace('=two', '=three'),
  );
  await found(shared, '0 found in all 161 records');
  await shared.getByRole('textbox', { name: 'Value of the header' }).fill('');
  await shared.getByRole('textbox', { name: 'Header', exact: true }).press('Enter');
  await found(shared, '1 found in all 161 records');
});

it('stops when a page is found, and finds more', async () => {
  const page = await open(`/topics/${topic}/records?limit=25&path=${encodeURIComponent('$.n >= 0')}`);
  await found(page, '25 found');
  await row(page, 159).waitFor();
  expect(await recordRows(page).count()).toBe(25);
  await page.getByRole('button', { name: 'Find more' }).click();
  await found(page, '50 found');
  // Those of one call have the same time: of the call before the last, the newest of partition 1.
  await row(page, 101).waitFor();
  expect(await recordRows(page).count()).toBe(50);
});

it('says at the field what is wrong with it', async () => {
  const page = await open(`/topics/${topic}/records`);
  const search = await openSearch(page);
  await search.getByRole('textbox', { name: 'JSON path' }).fill('temp >');
  await search.getByRole('button', { name: 'Search' }).click();
  await search.getByText('not a JSON path that Postgres understands').waitFor();
  expect(await search.getByRole('textbox', { name: 'JSON path' }).getAttribute('aria-invalid')).toBe('true');
  await search.getByRole('textbox', { name: 'JSON path' }).fill('$.temp > 48');
  await search.getByRole('button', { name: 'Search' }).click();
  await found(page, '3 found');
});

it('keeps to times and partitions, and says when there is nothing', async () => {
  const page = await open(`/topics/${topic}/records?partitions=1&path=${encodeURIComponent('$.n < 4')}`);
  await found(page, '2 found in all 80 records');
  const nothing = await open(`/topics/${topic}/records?until=2001-01-01T00:00:00.000Z`);
  await nothing.getByText('No record is like that').waitFor();
  await nothing.getByRole('button', { name: 'Close' }).click();
  await row(nothing, 159).waitFor();
});

it('can be cancelled, and goes on', async () => {
  const slow = await createTopic('search-slow');
  const numbers = Array.from({ length: 600 }, (_, i) => i);
  for (let call = 0; call < 6; call++) await produce(slow, [{ key: `k${call}`, value: { numbers } }]);
  // Compares each number with every one.
  const path = encodeURIComponent('$.numbers[*] ? ($.numbers[*] == -1)');
  const page = await open(`/topics/${slow}/records?path=${path}`, {
    // The first answer is held back, so that there is something to cancel.
    before: (each) =>
      each.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('RecordSearch') && !held) {
          held = true;
          await released;
        }
        await route.continue().catch(() => {});
      }),
  });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Nothing found so far').waitFor();
  release();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('No record is like that').waitFor({ timeout: 40_000 });
});

let held = false;
let release = () => {};
const released = new Promise<void>((resolve) => {
  release = resolve;
});
