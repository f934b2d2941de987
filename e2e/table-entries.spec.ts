import { countRecords, groupByKey, toTable } from '@millrace/streams-rx';
import { beforeAll, expect, it } from 'vitest';
import { createTopic, produce, uniqueName } from './api.ts';
import { untilText, useConsole } from './console.ts';
import { useStreams } from './streams.ts';

const open = useConsole();
const run = useStreams();
const application = uniqueName('counting');
const path = `/processors/${application}/tables/orders_per_item`;
const order = (item: string) => ({ key: item, value: { item } });
let orders: string;

beforeAll(async () => {
  orders = await createTopic('counted');
  await run({ applicationId: application }, (app) => {
    app.stream<string, object>(orders).pipe(
      groupByKey(({ key }) => key),
      countRecords(),
      toTable('orders_per_item'),
    );
  });
  await produce(orders, [order('desk')]);
});

it('does not show what it knows of one key as another one’s', async () => {
  let answer = () => {};
  let held: Promise<void> | undefined;
  const on = await open(`${path}?show=key&key=desk`, {
    before: (each) =>
      each.route(/\/graphql$/, async (route) => {
        await held;
        await route.continue().catch(() => {});
      }),
  });
  const row = on.getByRole('table', { name: 'Entries' }).locator('tbody tr').filter({ hasText: 'desk' });
  await row.waitFor();
  held = new Promise((resolve) => {
    answer = resolve;
  });
  await on.getByRole('textbox', { name: 'Key' }).fill('bench');
  await on.getByRole('button', { name: 'Look up' }).click();
  await row.waitFor({ state: 'detached' });
  expect(await on.getByText('The table has nothing of that key').count()).toBe(0);
  answer();
  await on.getByText('The table has nothing of that key').waitFor();
});

it('says that changes may be missing after the connection was lost', async () => {
  let cut: (() => void) | undefined;
  const on = await open(`${path}?show=live`, {
    before: (each) =>
      each.routeWebSocket(/graphql/, (socket) => {
        socket.connectToServer();
        cut = () => void socket.close({ code: 1012, reason: 'cut by the test' });
      }),
  });
  await untilText(on, 'table-status', 'Live');
  await produce(orders, [order('shelf')]);
  await on.getByRole('table', { name: 'Entries' }).getByText('shelf').waitFor();
  expect(await on.getByText('some may be left out').count()).toBe(0);
  cut?.();
  await on.getByText('some may be left out').waitFor();
});
