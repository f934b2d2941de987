import { expect, it } from 'vitest';
import { topicConfigFields } from '../apps/web/features/topic/topic-config-fields.ts';
import { api, createTopic, uniqueName } from './api.ts';
import { useConsole } from './console.ts';

const open = useConsole();

interface ConfigEntry {
  readonly name: string;
  readonly default: unknown;
  readonly unit: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly string[] | null;
  readonly isSet: boolean;
  readonly value: unknown;
}

const configEntries = async (name: string) => {
  const { topic } = await api<{ topic: { partitionCount: number; configEntries: ConfigEntry[] } }>(
    `query ($name: String!) {
      topic(name: $name) { partitionCount configEntries { name value default isSet unit min max choices } }
    }`,
    { name },
  );
  return topic;
};

it('creates a topic with partitions and configuration, and goes to it', async () => {
  const page = await open('/topics');
  const name = uniqueName('created');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Partitions').fill('3');
  await form.getByText('Configuration: defaults').click();
  await form.getByLabel('segmentBytes', { exact: true }).fill('256');
  await form.getByLabel('Unit of segmentBytes').selectOption('MiB');
  await form.getByRole('button', { name: 'Create topic' }).click();

  // First what goes by itself after some seconds.
  await page.getByText('Topic created').waitFor();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByText('No records yet').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/topics/${name}/records`);
  const topic = await configEntries(name);
  expect(topic.partitionCount).toBe(3);
  expect(topic.configEntries.filter(({ isSet }) => isSet)).toMatchObject([
    { name: 'segmentBytes', value: 256 * 1024 ** 2 },
  ]);
});

it('creates a compacted topic, whose limits read as such', async () => {
  const page = await open('/topics');
  const name = uniqueName('compacted');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByText('Configuration: defaults').click();
  await form.getByRole('combobox', { name: 'cleanupPolicy' }).click();
  await page.getByRole('option', { name: 'COMPACT', exact: true }).click();
  await form.getByLabel('deleteRetentionMs', { exact: true }).fill('2');
  await form.getByLabel('Unit of deleteRetentionMs').selectOption('h');
  await form.getByRole('button', { name: 'Create topic' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  const { configEntries: entries } = await configEntries(name);
  expect(entries.filter(({ isSet }) => isSet)).toMatchObject([
    { name: 'cleanupPolicy', value: 'COMPACT' },
    { name: 'deleteRetentionMs', value: 7_200_000 },
  ]);
  await page.getByRole('tab', { name: 'Configuration' }).click();
  const row = (setting: string) => page.getByRole('listitem').filter({ has: page.getByText(setting, { exact: true }) });
  await row('cleanupPolicy').getByText('COMPACT', { exact: true }).waitFor();
  await row('deleteRetentionMs').getByText('2 h').waitFor();
  await row('maxCompactionLagMs').getByText('no limit').first().waitFor();
});

it('creates a topic that keeps its records for ever, or for a time', async () => {
  const page = await open('/topics');
  const name = uniqueName('kept');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByText('Configuration: defaults').click();
  await form.getByLabel('No limit of retentionMs').check();
  await form.getByLabel('retentionBytes', { exact: true }).fill('5');
  await form.getByLabel('Unit of retentionBytes').selectOption('GiB');
  await form.getByRole('button', { name: 'Create topic' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  const { configEntries: entries } = await configEntries(name);
  expect(entries.filter(({ isSet }) => isSet)).toMatchObject([
    { name: 'retentionMs', value: -1 },
    { name: 'retentionBytes', value: 5 * 1024 ** 3 },
  ]);
  await page.getByRole('tab', { name: 'Configuration' }).click();
  const row = (setting: string) => page.getByRole('listitem').filter({ has: page.getByText(setting, { exact: true }) });
  await row('retentionMs').getByText('no limit').first().waitFor();
  await row('retentionBytes').getByText('5 GiB').waitFor();
});

it('takes amounts with a decimal point, and shows them as they were typed', async () => {
  const page = await open('/topics');
  const name = uniqueName('decimals');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByText('Configuration: defaults').click();
  const halfDay = form.getByLabel('retentionMs', { exact: true });
  await halfDay.pressSequentially('0.5');
  expect(await halfDay.inputValue()).toBe('0.5');
  const size = form.getByLabel('retentionBytes', { exact: true });
  await form.getByLabel('Unit of retentionBytes').selectOption('GiB');
  await size.fill('1.3');
  await form.getByLabel('Unit of deleteRetentionMs').selectOption('h');
  const hours = form.getByLabel('deleteRetentionMs', { exact: true });
  await hours.pressSequentially('1234.50');
  expect(await size.inputValue()).toBe('1.3');
  expect(await hours.inputValue()).toBe('1,234.50');
  // The amount stays when its unit changes.
  await form.getByLabel('Unit of deleteRetentionMs').selectOption('min');
  expect(await hours.inputValue()).toMatch(/^1,234\.50?$/);
  // -1 of the base unit would be no limit.
  const lag = form.getByLabel('maxCompactionLagMs', { exact: true });
  await form.getByLabel('Unit of maxCompactionLagMs').selectOption('ms');
  await lag.pressSequentially('-1');
  expect(await lag.inputValue()).toBe('1');
  await lag.fill('99999999999999999999');
  await form.locator('[aria-invalid="true"]').waitFor();
  expect(await lag.inputValue()).toBe('99,999,999,999,999,999,999');
  await lag.clear();
  await form.getByRole('button', { name: 'Create topic' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  const { configEntries: entries } = await configEntries(name);
  expect(entries.filter(({ isSet }) => isSet)).toMatchObject([
    { name: 'retentionMs', value: 43_200_000 },
    { name: 'retentionBytes', value: 1_395_864_371 },
    { name: 'deleteRetentionMs', value: 74_070_000 },
  ]);
});

it('says while one types why a name cannot be, and sends nothing', async () => {
  const page = await open('/topics');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  const name = form.getByLabel('Name', { exact: true });
  await name.fill('two words');
  await form.getByText('A space is not allowed').waitFor();
  await name.fill('ümlaut');
  await form.getByText('"ü" is not allowed').waitFor();
  await name.fill('..');
  await form.getByText('cannot be a name').waitFor();
  await form.getByLabel('Partitions').fill('0');
  await form.getByText('A whole number from 1.').waitFor();
  await form.getByRole('button', { name: 'Create topic' }).click();
  expect(await form.isVisible()).toBe(true);
});

it("shows the API's refusals at their fields", async () => {
  const name = await createTopic('taken');
  const page = await open('/topics');
  await page.getByRole('button', { name: 'Create topic' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByRole('button', { name: 'Create topic' }).click();
  await form.locator('[aria-invalid="true"]').waitFor();
  expect(await form.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');

  await form.getByLabel('Name', { exact: true }).fill(uniqueName('too-many'));
  await form.getByLabel('Partitions').fill('1000000');
  await form.getByRole('button', { name: 'Create topic' }).click();
  await form.locator('[aria-invalid="true"]').waitFor();
  expect(await form.getByLabel('Partitions').getAttribute('aria-invalid')).toBe('true');
});

it('offers the configuration, defaults and bounds that the API has', async () => {
  const { configEntries: entries } = await configEntries(await createTopic('defaults'));
  const offered = topicConfigFields.map((field) => ({ unit: null, min: null, max: null, choices: null, ...field }));
  for (const entry of entries) {
    const { name, default: value, unit, min, max, choices } = entry;
    expect(offered).toContainEqual(expect.objectContaining({ name, default: value, unit, min, max, choices }));
  }
  expect(offered).toHaveLength(entries.length);
});
