import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { api, createTopic, produce } from './api.ts';
import { recordRows, useConsole } from './console.ts';

const open = useConsole();

const stored = async (topic: string) => {
  const { records } = await api<{ records: { records: Record<string, unknown>[] } }>(
    `query ($topic: String!) {
      records(topic: $topic, from: { edge: EARLIEST }) {
        records { partition offset key value keyBytes valueBytes tombstone headers { key value valueBytes } }
      }
    }`,
    { topic },
  );
  return records.records;
};

it('produces by form, says where it landed, and leads there', async () => {
  const topic = await createTopic('produced', { partitionCount: 3 });
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('button', { name: 'Produce a record' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Key (string)').fill('customer-7');
  await form.getByLabel('Value (json)').fill('{"id": 9007199254740993, "tags": ["a"]}');
  await form.getByRole('button', { name: 'Format' }).click();
  expect(await form.getByLabel('Value (json)').inputValue()).toContain('"id": 9007199254740993,\n');
  await form.getByRole('button', { name: 'Add a header' }).click();
  await form.getByLabel('Name of header 1').fill('source');
  await form.getByLabel('Value of header 1').fill('by hand');
  await form.getByLabel('Partition', { exact: true }).click();
  await page.getByRole('option', { name: 'Partition 2' }).click();
  await form.getByRole('button', { name: 'Produce', exact: true }).click();
  await form.getByText('Partition 2, offset 0.').waitFor();

  // Digit by digit: the number is beyond what a double holds.
  const [record] = await stored(topic);
  expect(record).toMatchObject({ partition: 2, key: 'customer-7', headers: [{ key: 'source', value: 'by hand' }] });
  expect(Buffer.from(String(record?.valueBytes), 'base64').toString()).toBe('{"id":9007199254740993,"tags":["a"]}');

  await form.getByRole('link', { name: 'Show it' }).click();
  await recordRows(page).filter({ hasText: 'customer-7' }).waitFor();
  await page.getByRole('tab', { name: 'Headers' }).click();
  await page.getByRole('cell', { name: 'by hand' }).waitFor();
  await page.getByRole('tab', { name: 'Bytes' }).click();
  await page.getByText('Value: 36 bytes').waitFor();
});

it('does not say that a record was not produced when nobody knows, and sends it once however often', async () => {
  const topic = await createTopic('unanswered', { partitionCount: 3 });
  const next: ('lost' | 'refused')[] = [];
  const problem = { message: 'Postgres is away.', extensions: { code: 'POSTGRES_UNAVAILABLE', retriable: true } };
  const page = await open(`/topics/${topic}/records`, {
    before: (each) =>
      each.route(/\/graphql$/, async (route) => {
        const fate = route.request().postData()?.includes('mutation Produce(') ? next.shift() : undefined;
        if (!fate) return route.continue();
        if (fate === 'refused') return route.fulfill({ json: { data: null, errors: [problem] } });
        // Appended, but its answer is lost.
        await route.fetch();
        await route.abort('connectionreset');
      }),
  });
  await page.getByRole('button', { name: 'Produce a record' }).click();
  const form = page.getByRole('dialog');
  const send = form.getByRole('button', { name: 'Produce', exact: true });
  await form.getByLabel('Keep the contents').check();
  await form.getByLabel('Value (json)').fill('{"n": 1}');
  next.push('lost', 'refused');
  await send.click();
  const unknown = form.getByRole('alert').filter({ hasText: 'It may or may not have been done' });
  await unknown.filter({ hasText: 'Produce it again' }).waitFor();
  await send.click();
  await unknown.filter({ hasText: 'POSTGRES_UNAVAILABLE' }).waitFor();
  await send.click();
  await form.getByText(/Partition \d, offset 0\./).waitFor();
  expect(await stored(topic)).toHaveLength(1);

  // Another record is another one, also behind one of which nobody knows.
  next.push('lost');
  await form.getByLabel('Value (json)').fill('{"n": 2}');
  await send.click();
  await unknown.waitFor();
  await form.getByLabel('Value (json)').fill('{"n": 3}');
  await send.click();
  await unknown.waitFor({ state: 'detached' });
  await expect.poll(async () => (await stored(topic)).map(({ value }) => value)).toHaveLength(3);
  expect((await stored(topic)).map(({ value }) => (value as { n: number }).n).sort()).toEqual([1, 2, 3]);
});

it('refuses what is not JSON, and a header without a name', async () => {
  const topic = await createTopic('refused');
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('button', { name: 'Produce', exact: true }).click();
  const form = page.getByRole('dialog');
  const send = form.getByRole('button', { name: 'Produce', exact: true });
  await send.click();
  await form.getByText('Write JSON, or switch on Tombstone').waitFor();
  await form.getByLabel('Value (json)').fill('{"a": ');
  await form.getByText('Not JSON:').waitFor();
  await form.getByLabel('Value (json)').fill('{"a": 1}');
  await form.getByRole('button', { name: 'Add a header' }).click();
  await send.click();
  await form.getByText('A header needs a name.').waitFor();
  expect(await stored(topic)).toEqual([]);
});

it('tells a tombstone from JSON null, and keeps the contents if asked', async () => {
  const topic = await createTopic('tombstones');
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('button', { name: 'Produce', exact: true }).click();
  const form = page.getByRole('dialog');
  const send = form.getByRole('button', { name: 'Produce', exact: true });
  await form.getByLabel('Key (string)').fill('k');
  await form.getByLabel('Value (json)').fill('null');
  await form.getByLabel('Keep the contents').check();
  await send.click();
  await form.getByText('offset 0.').waitFor();
  await form.getByLabel('Tombstone').check();
  await send.click();
  await form.getByText('offset 1.').waitFor();
  expect(await form.getByLabel('Key (string)').inputValue()).toBe('k');
  expect(await stored(topic)).toMatchObject([{ tombstone: false, value: null }, { tombstone: true }]);
  await form.getByRole('button', { name: 'Close', exact: true }).last().click();
  await recordRows(page).filter({ hasText: 'tombstone' }).waitFor();
  expect(await recordRows(page).count()).toBe(2);
});

it('fills the form from a record that is to be produced again', async () => {
  const topic = await createTopic('again');
  await api('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', {
    input: { topic, records: [{ key: 'once', value: { n: 1 }, headers: [{ key: 'h', value: 'v' }] }] },
  });
  const page = await open(`/topics/${topic}/records`);
  await recordRows(page).first().getByRole('button').click();
  await page.getByRole('button', { name: 'Produce again' }).click();
  const form = page.getByRole('dialog');
  expect(await form.getByLabel('Key (string)').inputValue()).toBe('once');
  await form.getByRole('button', { name: 'Produce', exact: true }).click();
  await form.getByText('offset 1.').waitFor();
  const [first, second] = await stored(topic);
  expect({ ...second, offset: 0 }).toEqual(first);
});

it('produces again, copies and saves what is stored, byte for byte', async () => {
  const topic = await createTopic('exact');
  const base64 = (text: string | number[]) => Buffer.from(text as string).toString('base64');
  await produce(topic, [
    {
      key: 'order',
      valueBytes: base64('{"id":9007199254740993, "price":1.10}'),
      headers: [{ key: 'trace', valueBytes: base64([0xff, 0]) }, { key: 'none' }, { key: 'text', value: 'v' }],
    },
  ]);
  const page = await open(`/topics/${topic}/records`);
  await recordRows(page).first().getByRole('button').click();
  await page.getByRole('button', { name: 'More' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download the value' }).click();
  expect(await readFile(await (await saving).path(), 'utf8')).toBe('{\n  "id": 9007199254740993,\n  "price": 1.10\n}');
  await page.getByRole('button', { name: 'Produce again' }).click();
  const form = page.getByRole('dialog');
  expect(await form.getByLabel('Value (json)').inputValue()).toContain('"id": 9007199254740993,\n');
  expect(await form.getByLabel('Value of header 1').inputValue()).toBe('bytes, in base64: /wA=');
  expect(await form.getByLabel('Value of header 2').inputValue()).toBe('null');
  await form.getByRole('button', { name: 'Produce', exact: true }).click();
  await form.getByText('offset 1.').waitFor();
  const [first, second] = await stored(topic);
  expect(Buffer.from(String(second?.valueBytes), 'base64').toString()).toBe('{"id":9007199254740993, "price":1.10}');
  expect({ ...second, offset: 0 }).toEqual(first);
});

it('keeps a key that is no text unless it is told not to', async () => {
  const topic = await createTopic('binary.key');
  const keyBytes = Buffer.from([0xff, 0xfe]).toString('base64');
  await produce(topic, [{ keyBytes, value: { n: 1 } }]);
  const page = await open(`/topics/${topic}/records`);
  await recordRows(page).first().getByRole('button').click();
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Produce again' }).click();
  await form.getByText('The key is kept as it is stored').waitFor();
  await form.getByLabel('Keep the contents').check();
  await form.getByRole('button', { name: 'Produce', exact: true }).click();
  await form.getByText('offset 1.').waitFor();
  await form.getByRole('button', { name: 'Leave the key out' }).click();
  await form.getByRole('button', { name: 'Produce', exact: true }).click();
  await form.getByText('offset 2.').waitFor();
  expect((await stored(topic)).map((record) => record.keyBytes)).toEqual([keyBytes, keyBytes, null]);
});
