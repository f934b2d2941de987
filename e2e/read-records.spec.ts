import { beforeAll, expect, it } from 'vitest';
import { createTopic, numbered, produce } from './api.ts';
import { recordRows, useConsole } from './console.ts';

const open = useConsole();
let topic: string;

beforeAll(async () => {
  topic = await createTopic('read', { partitionCount: 2 });
  // One after the other: their times, which pages are ordered by, do not fall together.
  for (let first = 0; first < 120; first += 40) await produce(topic, numbered(40, first));
});

type Page = Awaited<ReturnType<typeof open>>;
const row = (page: Page, n: number) => recordRows(page).filter({ hasText: `{"n":${n}}` });

it('goes back from the newest and forth again', async () => {
  const page = await open(`/topics/${topic}/records`);
  await row(page, 119).waitFor();
  expect(await recordRows(page).first().innerText()).toContain('{"n":119}');
  expect(await recordRows(page).count()).toBe(50);
  expect(await page.getByRole('button', { name: 'Newer' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Older' }).click();
  await row(page, 69).waitFor();
  expect(await recordRows(page).first().innerText()).toContain('{"n":69}');
  await page.getByRole('button', { name: 'Newer' }).click();
  await row(page, 119).waitFor();
  await page.goBack();
  await row(page, 69).waitFor();
});

it('keeps the page when it cannot be read again, and says so', async () => {
  let reachable = true;
  const page = await open(`/topics/${topic}/records`, {
    before: (each) =>
      each.route(/\/graphql$/, (route) =>
        reachable || !route.request().postData()?.includes('query RecordPage')
          ? route.continue()
          : route.abort('connectionrefused'),
      ),
  });
  await row(page, 119).waitFor();
  reachable = false;
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByText('this is what was last read').waitFor();
  expect(await recordRows(page).count()).toBe(50);
  // What was never read has nothing to keep.
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByText('The API cannot be reached').waitFor();
  expect(await recordRows(page).count()).toBe(0);
  reachable = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await row(page, 69).waitFor();
});

it('reads from the oldest, to the end', async () => {
  const page = await open(`/topics/${topic}/records?from=oldest&limit=100`);
  await row(page, 0).waitFor();
  expect(await recordRows(page).first().innerText()).toContain('{"n":0}');
  await page.getByRole('button', { name: 'Newer' }).click();
  await row(page, 119).waitFor();
  expect(await recordRows(page).count()).toBe(20);
  expect(await page.getByRole('button', { name: 'Newer' }).isDisabled()).toBe(true);
});

it('reads from an offset, and keeps it in the address', async () => {
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('radiogroup', { name: 'Start from' }).getByText('Offset').click();
  await page.getByRole('textbox', { name: 'Offset' }).fill('42');
  await page.getByRole('textbox', { name: 'Offset' }).press('Enter');
  await row(page, 42).waitFor();
  await row(page, 41).waitFor({ state: 'detached' });
  const shared = await open(page.url().replace(/^.*\/topics/, '/topics'));
  await row(shared, 42).waitFor();
  expect(await recordRows(shared).first().innerText()).toContain('{"n":42}');
});

it('says what to do about an offset beyond the end', async () => {
  const page = await open(`/topics/${topic}/records?from=offset&partitions=0&offset=4711`);
  await page.getByText('OFFSET_OUT_OF_RANGE').waitFor();
  await page.getByText('Choose an offset between').waitFor();
});

it('reads from a time: everything since a past one, nothing since a future one', async () => {
  const page = await open(`/topics/${topic}/records?from=time&time=2020-01-01T00:00:00.000Z`);
  await row(page, 0).waitFor();
  await page.getByRole('textbox', { name: 'Time' }).fill('2099-01-01T00:00:00');
  await page.getByRole('textbox', { name: 'Time' }).press('Enter');
  await page.getByText('No records from here on').waitFor();
});

it.each([
  ['from=offset&offset=118', 118],
  ['from=offset', 119],
  ['from=time&time=garbage', 119],
])('reads from an address that does not say all: %s', async (query, first) => {
  const page = await open(`/topics/${topic}/records?${query}`, { viewport: { width: 390, height: 844 } });
  await row(page, 119).waitFor();
  expect(await recordRows(page).first().innerText()).toContain(`{"n":${first}}`);
});

it('keeps to the partitions chosen', async () => {
  const page = await open(`/topics/${topic}/records?partitions=1`);
  await page.getByText('No records in these partitions').waitFor();
});

it('filters the rows of the page by text, and says that it is only those', async () => {
  const page = await open(`/topics/${topic}/records`);
  await page.getByLabel('Filter the records of this page').fill('key-11');
  await page.getByText('10 of 50 match').waitFor();
  await page.getByLabel('Filter the records of this page').fill('key-3');
  await page.getByText('Only the records that are loaded are looked at').waitFor();
});

it('shows an undecodable value with its reason and its bytes', async () => {
  const broken = await createTopic('undecodable');
  await produce(broken, [{ key: 'bad', valueBytes: Buffer.from('{"cut":').toString('base64') }]);
  const page = await open(`/topics/${broken}/records`);
  await recordRows(page).filter({ hasText: 'undecodable' }).getByRole('button').click();
  await page.getByText('The value could not be decoded').waitFor();
  await page.getByText('7b 22 63 75 74 22 3a').waitFor();
});
