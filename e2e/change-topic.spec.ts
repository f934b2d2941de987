/// <reference lib="dom" />
import type { Locator, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { api, createTopic, numbered, produce } from './api.ts';
import { useConsole } from './console.ts';

const open = useConsole();

const topicOf = async (name: string) => {
  const { topic } = await api<{ topic: { partitionCount: number; recordCount: number; config: object } | null }>(
    'query ($name: String!) { topic(name: $name) { partitionCount recordCount config { segmentMs keyFormat } } }',
    { name },
  );
  return topic;
};

it('changes a setting in place, within its bounds, and takes it back', async () => {
  const name = await createTopic('settings');
  const page = await open(`/topics/${name}/configuration`);
  await page.getByLabel('Change segmentMs').click();
  const amount = page.getByLabel('segmentMs', { exact: true });
  await amount.fill('0');
  await page.getByText(/^From 1 s to/).waitFor();
  await amount.fill('12');
  await page.getByLabel('Unit of segmentMs').selectOption('h');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('segmentMs is now 12 h').waitFor();
  expect(await topicOf(name)).toMatchObject({ config: { segmentMs: 43_200_000 } });
  await page.getByLabel('Reset segmentMs to its default').click();
  await page.getByText('segmentMs is back to its default, 7 days').waitFor();
  expect(await topicOf(name)).toMatchObject({ config: { segmentMs: 604_800_000 } });
});

const untilFocused = (field: Locator) =>
  expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);

it('keeps the focus where a setting is changed by keyboard', async () => {
  const name = await createTopic('keyboard');
  const page = await open(`/topics/${name}/configuration`);
  const change = page.getByLabel('Change segmentMs');
  const amount = page.getByLabel('segmentMs', { exact: true });
  await change.press('Enter');
  await untilFocused(amount);
  await page.keyboard.press('Escape');
  await untilFocused(change);
  await page.keyboard.press('Enter');
  await untilFocused(amount);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.getByText('segmentMs is now 12 days').waitFor();
  await untilFocused(change);
  await page.getByLabel('Reset segmentMs to its default').press('Enter');
  await page.getByText('segmentMs is back to its default').waitFor();
  await untilFocused(change);
  await page.getByLabel('Change keyFormat').press('Enter');
  await untilFocused(page.getByRole('combobox', { name: 'keyFormat' }));
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await untilFocused(page.getByLabel('Change keyFormat'));
});

it('says that a setting could not be taken back, and shows no form for that', async () => {
  const name = await createTopic('taken.back', { config: { segmentMs: 43_200_000 } });
  const page = await open(`/topics/${name}/configuration`);
  const change = page.getByLabel('Change segmentMs');
  await change.click();
  const amount = page.getByLabel('segmentMs', { exact: true });
  await amount.fill('3');
  await page.getByRole('button', { name: 'Cancel' }).click();
  let answer = (route: Route) => route.abort('connectionreset');
  await page.route(/\/graphql$/, (route) =>
    route.request().postData()?.includes('UpdateConfiguration') ? answer(route) : route.continue(),
  );
  const reset = page.getByLabel('Reset segmentMs to its default');
  await reset.press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: 'It may or may not have been done' });
  await alert.getByText('look before you repeat it').waitFor();
  expect(await amount.count()).toBe(0);
  await untilFocused(change);

  const headers = { 'access-control-allow-origin': '*' };
  answer = (route) => route.fulfill({ headers, json: { errors: [{ message: 'Not now.' }] } });
  await reset.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'segmentMs was not changed' }).getByText('Not now.').waitFor();
});

it('changes a choice', async () => {
  const name = await createTopic('choice');
  const page = await open(`/topics/${name}/configuration`);
  await page.getByLabel('Change keyFormat').click();
  await page.getByRole('combobox', { name: 'keyFormat' }).click();
  await page.getByRole('option', { name: 'JSON' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('keyFormat is now JSON').waitFor();
  expect(await topicOf(name)).toMatchObject({ config: { keyFormat: 'JSON' } });
});

it('adds partitions after a warning that keys move', async () => {
  const name = await createTopic('partitions', { partitionCount: 2 });
  const page = await open(`/topics/${name}/configuration`);
  await page.getByRole('button', { name: 'Add partitions' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Keys move').waitFor();
  await dialog.getByLabel('Partitions in total').fill('2');
  await dialog.getByText('More than the present 2.').waitFor();
  await dialog.getByLabel('Partitions in total').fill('5');
  await dialog.getByRole('button', { name: 'Add partitions' }).click();
  await page.getByText('5 partitions. More can be added').waitFor();
  await page.getByRole('tab', { name: 'Partitions' }).click();
  await page.getByRole('row').nth(5).waitFor();
  expect(await page.getByRole('row').count()).toBe(6);
});

it('deletes records before an offset, then all, each confirmed by the name', async () => {
  const name = await createTopic('records');
  await produce(name, numbered(10));
  const page = await open(`/topics/${name}/configuration`);
  await page.getByRole('button', { name: 'Delete records' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete records' });
  await dialog.getByText('Those of one partition').click();
  await dialog.getByLabel('Before offset').fill('11');
  await dialog.getByText('The log ends at 10.').waitFor();
  await dialog.getByLabel('Before offset').fill('4');
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel("Type the topic's name").fill(name);
  await confirm.click();
  await page.getByText('Partition 0 starts at 4').waitFor();
  expect(await topicOf(name)).toMatchObject({ recordCount: 6 });

  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Delete records' }).click();
  await dialog.getByLabel("Type the topic's name").fill(name);
  await confirm.click();
  await page.getByText(`${name} is empty`).waitFor();
  expect(await topicOf(name)).toMatchObject({ recordCount: 0 });
});

it('follows the topic while a setting and a dialog are being filled in, and keeps what is typed', async () => {
  const name = await createTopic('followed');
  await produce(name, numbered(10));
  const page = await open(`/topics/${name}/configuration`);
  await page.getByLabel('Change segmentMs').click();
  const setting = page.getByLabel('segmentMs', { exact: true });
  await setting.fill('12');
  await page.getByRole('button', { name: 'Delete topic' }).click();
  const dialog = page.getByRole('dialog');
  const nameField = dialog.getByLabel("Type the topic's name");
  await dialog.getByText('its 10 records').waitFor();
  await nameField.fill(name.slice(0, -1));
  await produce(name, numbered(10, 10));
  await dialog.getByText('its 20 records').waitFor();
  expect(await nameField.inputValue()).toBe(name.slice(0, -1));
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Delete records' }).click();
  const confirm = dialog.getByRole('button', { name: 'Delete records' });
  const before = dialog.getByLabel('Before offset');
  await dialog.getByText('All 20 of every partition').waitFor();
  await dialog.getByText('Those of one partition').click();
  await nameField.fill(name);
  await before.fill('25');
  await dialog.getByText('The log ends at 20.').waitFor();
  await produce(name, numbered(10, 20));
  await dialog.getByText('All 30 of every partition').waitFor();
  await dialog.getByText('The log ends at').waitFor({ state: 'detached' });
  expect(await before.inputValue()).toBe('25');
  await confirm.click();
  await page.getByText('Partition 0 starts at 25').waitFor();
  expect(await topicOf(name)).toMatchObject({ recordCount: 5 });
  expect(await setting.inputValue()).toBe('12');
});

it('keeps the number of partitions that is being typed when somebody else adds some', async () => {
  const name = await createTopic('grown', { partitionCount: 2 });
  const page = await open(`/topics/${name}/configuration`);
  await page.getByRole('button', { name: 'Add partitions' }).click();
  const dialog = page.getByRole('dialog');
  const total = dialog.getByLabel('Partitions in total');
  await total.fill('4');
  await api('mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { topic { id } } }', {
    input: { name, partitionCount: 4 },
  });
  await dialog.getByText('More than the present 4.').waitFor();
  expect(await total.inputValue()).toBe('4');
  await total.fill('6');
  await dialog.getByRole('button', { name: 'Add partitions' }).click();
  await page.getByText('6 partitions. More can be added').waitFor();
});

it('deletes a topic only when its name is typed', async () => {
  const name = await createTopic('deleted');
  const page = await open(`/topics/${name}/configuration`);
  await page.getByRole('button', { name: 'Delete topic' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete topic' });
  await dialog.getByLabel("Type the topic's name").fill(name.slice(0, -1));
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel("Type the topic's name").fill(name);
  await confirm.click();
  await page.getByRole('heading', { name: 'Topics', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/topics');
  expect(await topicOf(name)).toBeNull();
  await page.getByLabel('Search topics by name').fill(name);
  await page.getByText("No topic's name contains").waitFor();
});
