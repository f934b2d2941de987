/// <reference lib="dom" />
import {
  countRecords,
  groupByKey,
  mapValues,
  minutes,
  type Streams,
  to,
  toStream,
  toTable,
  tumbling,
  windowedBy,
} from '@millrace/streams-rx';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { api, createTopic, produce, uniqueName } from './api.ts';
import { untilText, useConsole } from './console.ts';
import { useStreams } from './streams.ts';

interface Order {
  readonly item: string;
  readonly price: number;
}

const open = useConsole();
const run = useStreams();
const phone = { width: 390, height: 844 };
const application = uniqueName('shop');
const page = (part = '') => `/processors/${application}${part}`;
const order = (item: string, price = 1) => ({ key: item, value: { item, price }, partition: 0 });
const node = (on: Page, name: string) => on.locator('.react-flow__node').filter({ hasText: name });

let orders: string;
let counts: string;
let app: Streams;

beforeAll(async () => {
  orders = await createTopic('orders', { partitionCount: 2 });
  counts = await createTopic('counts', { partitionCount: 2 });
  app = await run({ applicationId: application, version: '1.2.3', errors: { process: 'SKIP' } }, (shop) => {
    shop.stream<string, Order>(orders).pipe(
      mapValues((value) => {
        if (value.price < 0) throw new RangeError(`A price of ${value.price}`);
        return value;
      }),
      groupByKey(({ value }) => value.item),
      countRecords(),
      toTable('orders_per_item'),
      toStream(),
      to(counts),
    );
  });
  await produce(orders, [order('lamp'), order('desk'), order('lamp')]);
});

it('lists applications, and draws the topology of one while records flow', async () => {
  const on = await open('/processors');
  await on.getByLabel('Search applications by name').fill(application);
  const row = on.getByRole('row').filter({ hasText: application });
  await row.filter({ hasText: 'Running' }).waitFor();
  expect((await row.getByRole('cell').allInnerTexts())[2]).toBe('1');
  await row.getByRole('link', { name: application }).click();

  await on.getByRole('application', { name: `Topology of ${application}` }).waitFor();
  await node(on, 'countRecords').waitFor();
  expect(await on.getByText(/^Sub-topology \d$/).allInnerTexts()).toEqual(['Sub-topology 0', 'Sub-topology 1']);
  const flow = on.getByRole('img', { name: /^mapValues: .* records a second to groupByKey$/ });
  // Both while records come: two seconds after the last one there is no rate to be seen.
  await expect
    .poll(
      async () => {
        await produce(orders, [order('lamp'), order('chair')]);
        return [await flow.textContent(), await on.getByTestId('rate-in').textContent()];
      },
      { interval: 300 },
    )
    .toEqual([expect.stringMatching(/^[\d.,]*[1-9][\d.,]*\/s$/), expect.stringMatching(/[1-9]/)]);

  await node(on, 'countRecords').focus();
  await on.keyboard.press('Enter');
  const details = on.getByTestId('node-panel');
  await details.filter({ hasText: /countRecords-\d{4}/ }).waitFor();
  await details.getByRole('button', { name: 'orders_per_item' }).click();
  await details.getByRole('link', { name: 'Browse the table' }).waitFor();
  await details.getByRole('button', { name: 'Close the details' }).click();
  await node(on, 'groupByKey').click();
  await details.filter({ hasText: /groupByKey-\d{4}/ }).waitFor();
  // What is under the details is moved out from under them when it is chosen.
  await details.getByRole('button', { name: /repartition$/ }).click();
  await details.getByRole('button', { name: 'countRecords' }).click();
  await details.getByRole('button', { name: 'toStream' }).click();
  await details.getByRole('button', { name: counts }).click();
  await details.filter({ hasText: 'Open the topic' }).waitFor();
  await node(on, counts).getByRole('link').click();
  await on.getByRole('heading', { name: counts, level: 1 }).waitFor();
});

it('shows who runs which task, and browses a table: all, by key, in a range, and live', async () => {
  const on = await open(page('/tasks'));
  await on.locator('tr[data-task="0/1"]').filter({ hasText: 'Running' }).waitFor();
  await on.getByRole('tab', { name: 'Instances' }).click();
  await on
    .getByRole('row')
    .filter({ hasText: '1.2.3' })
    .filter({ hasText: `:${process.pid}` })
    .waitFor();
  await on.getByRole('tab', { name: 'Stores' }).click();
  await on.getByRole('link', { name: 'Browse orders_per_item' }).click();

  const rows = on.getByRole('table', { name: 'Entries' }).locator('tbody tr');
  await rows.filter({ hasText: 'desk' }).filter({ hasText: '1' }).waitFor();
  await rows.filter({ hasText: 'lamp' }).waitFor();
  await on.getByText('Key', { exact: true }).first().click();
  await on.getByRole('textbox', { name: 'Key' }).fill('desk');
  await on.getByRole('button', { name: 'Look up' }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await on.getByRole('textbox', { name: 'Key' }).fill('sofa');
  await on.getByRole('button', { name: 'Look up' }).click();
  await on.getByText('The table has nothing of that key').waitFor();
  await on.getByText('Range', { exact: true }).click();
  await on.getByLabel('From key').fill('k');
  await on.getByRole('button', { name: 'Look up' }).click();
  await rows.filter({ hasText: 'desk' }).waitFor({ state: 'detached' });
  await rows.filter({ hasText: 'lamp' }).waitFor();

  // The key that was looked up is the one that is watched.
  await on.getByText('Live', { exact: true }).last().click();
  await untilText(on, 'table-status', 'Live');
  await produce(orders, [order('stool'), order('sofa')]);
  await rows.filter({ hasText: 'sofa' }).waitFor();
  await on.getByRole('button', { name: 'Pause' }).click();
  await produce(orders, [order('sofa')]);
  await on.getByText('1 waiting').waitFor();
  expect(await rows.count()).toBe(1);
  await on.getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(async () => (await rows.allInnerTexts()).map((text) => text.trim().split(/\s+/)))
    .toEqual([
      ['sofa', '2', expect.anything()],
      ['sofa', '1', expect.anything()],
    ]);
});

it('browses the windows of a table between two times: of all keys, of one, in a range; on a phone too', async () => {
  const visits = await createTopic('visits');
  const windowed = uniqueName('windowed');
  await run({ applicationId: windowed }, (each) => {
    each.stream<string, Order>(visits).pipe(
      groupByKey(({ value }) => value.item),
      windowedBy(tumbling({ size: minutes(5), grace: minutes(1) })),
      countRecords(),
      toTable('visits_per_item'),
    );
  });
  const first = (Math.floor(Date.now() / minutes(5)) - 3) * minutes(5);
  const second = first + minutes(5);
  const at = (time: number, item: string) => ({ ...order(item), timestamp: new Date(time).toISOString() });
  await produce(visits, [at(first, 'lamp'), at(first + 1_000, 'desk'), at(second, 'lamp'), at(second + 1_000, 'sofa')]);

  const on = await open(`/processors/${windowed}/tables/visits_per_item`);
  const rows = on.getByRole('table', { name: 'Entries' }).locator('tbody tr');
  const keys = async () => (await rows.allInnerTexts()).map((text) => text.trim().split(/\s/)[0]);
  // As fields for a time take it, in the zone of this machine.
  const typed = (time: number) =>
    new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  const lookUp = () => on.getByRole('button', { name: 'Look up' }).click();
  await expect.poll(keys, { timeout: 20_000 }).toEqual(['desk', 'lamp', 'lamp', 'sofa']);
  await on.getByLabel('Windows from').fill(typed(second));
  await lookUp();
  await expect.poll(keys).toEqual(['lamp', 'sofa']);
  await on.getByText('Key', { exact: true }).first().click();
  await on.getByRole('textbox', { name: 'Key' }).fill('lamp');
  await lookUp();
  await expect.poll(keys).toEqual(['lamp']);
  await on.getByLabel('Windows from').fill('');
  await lookUp();
  await expect.poll(keys).toEqual(['lamp', 'lamp']);
  await on.getByText('Range', { exact: true }).click();
  await on.getByLabel('To key').fill('k');
  await on.getByLabel('Windows to').fill(typed(second));
  await lookUp();
  await expect.poll(keys).toEqual(['desk']);

  for (const show of ['all', 'key', 'range']) {
    const small = await open(`/processors/${windowed}/tables/visits_per_item?show=${show}&key=lamp`, {
      viewport: phone,
    });
    await small.getByRole('table', { name: 'Entries' }).getByText('lamp').first().waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    for (const label of ['Windows from', 'Windows to']) {
      const { x, width } = (await small.getByLabel(label).boundingBox()) ?? { x: -1, width: 0 };
      expect([x >= 0, x + width <= phone.width]).toEqual([true, true]);
    }
  }
});

it('tells of an error, and leads to the record that caused it', async () => {
  await produce(orders, [order('broken', -5)]);
  const on = await open(page());
  await on.getByRole('tab', { name: /^Errors \d/ }).click();
  const error = on.getByTestId('error').filter({ hasText: 'A price of -5' });
  await error.filter({ hasText: 'skipped' }).waitFor();
  await error.getByRole('button').click();
  await error.getByText(/RangeError: A price of -5\n\s+at /).waitFor();
  await error.getByRole('link').click();
  await on.getByText('"broken"').first().waitFor();
});

it('fits on a phone', async () => {
  const on = await open(page(), { viewport: phone });
  const width = () => on.evaluate(() => document.documentElement.scrollWidth);
  await node(on, orders).waitFor();
  expect(await width()).toBe(phone.width);
  for (const [tab, what] of [
    ['Tasks', 'tr[data-task="0/0"]'],
    ['Instances', 'table[aria-label="Instances"] tbody tr'],
    ['Stores', 'tr[data-store="orders_per_item"]'],
    ['Errors', '[data-testid="error"]'],
  ] as const) {
    await on.getByRole('tab', { name: tab }).click();
    await on.locator(what).first().waitFor();
    expect([tab, await width()]).toEqual([tab, phone.width]);
  }
  await on.goto(on.url().replace(/\/errors.*/, '/tables/orders_per_item'));
  await on.getByRole('table', { name: 'Entries' }).getByText('lamp').waitFor();
  expect(await width()).toBe(phone.width);
});

it('says why an instance has failed', async () => {
  const failing = uniqueName('failing');
  const broken = await run({ applicationId: failing }, (each) => {
    each.stream<string, Order>(orders).pipe(
      mapValues(() => {
        throw new RangeError('No order is good enough');
      }),
      to(counts),
    );
  });
  await expect(broken.ended).rejects.toThrow('No order is good enough');
  const on = await open(`/processors/${failing}`);
  await on.getByRole('alert').filter({ hasText: 'No order is good enough' }).waitFor();
  await untilText(on, 'application-state', 'Failed');
});

it('refuses a reset while an instance runs, says what it would do, and does it when none does', async () => {
  const on = await open(page());
  await on.getByRole('button', { name: 'Reset' }).click();
  const dialog = on.getByRole('dialog');
  await dialog
    .getByTestId('reset-effects')
    .filter({ hasText: 'orders_per_item' })
    .filter({ hasText: orders })
    .waitFor();
  await dialog.getByText('An instance is alive').waitFor();
  await dialog.getByRole('textbox').fill(application);
  const confirm = dialog.getByRole('button', { name: 'Reset application' });
  expect(await confirm.isDisabled()).toBe(true);

  await app.stop();
  await dialog.getByText('An instance is alive').waitFor({ state: 'detached' });
  await confirm.click();
  await on.getByText(`The application "${application}" is forgotten`).waitFor();
  expect(await api('query ($id: ID!) { streamsApplication(id: $id) { id } }', { id: application })).toEqual({
    streamsApplication: null,
  });
});
