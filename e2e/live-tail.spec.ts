import { expect, it } from 'vitest';
import { api, createTopic, numbered, produce } from './api.ts';
import { recordRows, untilText, useConsole } from './console.ts';

const open = useConsole();

it('shows what is produced while it is watched, newest first', async () => {
  const topic = await createTopic('live', { partitionCount: 2 });
  await produce(topic, numbered(3));
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('radiogroup', { name: 'Start from' }).getByText('Live').click();
  await untilText(page, 'tail-status', 'Live');
  await produce(topic, numbered(1, 100));
  await recordRows(page).filter({ hasText: '{"n":100}' }).waitFor();
  await produce(topic, numbered(1, 101));
  await recordRows(page).filter({ hasText: '{"n":101}' }).waitFor();
  expect(await recordRows(page).allInnerTexts()).toEqual([
    expect.stringContaining('{"n":101}'),
    expect.stringContaining('{"n":100}'),
  ]);
});

it('keeps its position over a pause, says how many wait, and goes on with them', async () => {
  const topic = await createTopic('paused');
  const page = await open(`/topics/${topic}/records?from=live`);
  await untilText(page, 'tail-status', 'Live');
  await produce(topic, numbered(1));
  await recordRows(page).filter({ hasText: '{"n":0}' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await untilText(page, 'tail-status', 'Paused');
  await produce(topic, numbered(7, 1));
  await page.getByText('7 waiting', { exact: true }).waitFor();
  expect(await recordRows(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Resume' }).click();
  await recordRows(page).filter({ hasText: '{"n":7}' }).waitFor();
  await page.getByText('resumed with 7 waiting').waitFor();
  expect(await recordRows(page).count()).toBe(8);
});

it('samples what comes faster than it shows, says how many it left out, and stays quick', async () => {
  const topic = await createTopic('fast');
  const page = await open(`/topics/${topic}/records?from=live`);
  await untilText(page, 'tail-status', 'Live');
  for (let first = 0; first < 20_000; first += 2_000) await produce(topic, numbered(2_000, first));
  await page.getByText(/[\d,]+ skipped/).waitFor();
  expect(await recordRows(page).count()).toBeLessThanOrEqual(300);
  await page.getByRole('button', { name: 'Pause' }).click({ timeout: 10_000 });
  await untilText(page, 'tail-status', 'Paused');
});

it('keeps its rows, its position and a pause when it is to show more or fewer', async () => {
  const topic = await createTopic('limited');
  const page = await open(`/topics/${topic}/records?from=live`);
  const show = async (limit: string) => {
    await page.getByLabel('Records shown a second').click();
    await page.getByRole('option', { name: limit }).click();
  };
  await untilText(page, 'tail-status', 'Live');
  await produce(topic, numbered(2));
  await recordRows(page).filter({ hasText: '{"n":1}' }).waitFor();
  await show('Up to 500/s');
  await produce(topic, numbered(1, 2));
  await recordRows(page).filter({ hasText: '{"n":2}' }).waitFor();
  expect(await recordRows(page).count()).toBe(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await untilText(page, 'tail-status', 'Paused');
  await produce(topic, numbered(1, 3));
  await show('Up to 20/s');
  await page.getByText('1 waiting', { exact: true }).waitFor();
  expect(await recordRows(page).count()).toBe(3);
  await page.getByRole('button', { name: 'Resume' }).click();
  await recordRows(page).filter({ hasText: '{"n":3}' }).waitFor();
  expect(await recordRows(page).count()).toBe(4);
});

it('goes on where it was after the connection was lost', async () => {
  const topic = await createTopic('reconnect');
  let cut: (() => void) | undefined;
  let reconnect = () => {};
  const wasSeen = new Promise<void>((resolve) => {
    reconnect = resolve;
  });
  const page = await open(`/topics/${topic}/records?from=live`, {
    before: (each) =>
      each.routeWebSocket(/graphql/, async (socket) => {
        // It reconnects in a moment, which might be over before it was looked at.
        if (cut) await wasSeen;
        socket.connectToServer();
        cut = () => void socket.close({ code: 1012, reason: 'cut by the test' });
      }),
  });
  await untilText(page, 'tail-status', 'Live');
  await produce(topic, numbered(2));
  await recordRows(page).filter({ hasText: '{"n":1}' }).waitFor();
  cut?.();
  await page.getByLabel('Connection: Reconnecting').waitFor();
  reconnect();
  await produce(topic, numbered(2, 2));
  await recordRows(page).filter({ hasText: '{"n":3}' }).waitFor();
  expect(await recordRows(page).count()).toBe(4);
  await page.getByLabel('Connection: Live').waitFor();
});

it('ends with a reason when its topic is deleted', async () => {
  const topic = await createTopic('vanishing');
  const page = await open(`/topics/${topic}/records?from=live`);
  await untilText(page, 'tail-status', 'Live');
  await api('mutation ($input: DeleteTopicInput!) { deleteTopic(input: $input) { id } }', { input: { name: topic } });
  await page.getByText(`There is no topic "${topic}"`).waitFor();
});
