import { expect, it } from 'vitest';
import { createTopic, numbered, produce } from './api.ts';
import { useConsole } from './console.ts';

const open = useConsole();

it('tells what a topic comes to', async () => {
  const topic = await createTopic('statistics');
  await produce(topic, numbered(120));
  for (let i = 0; i < 3; i++) await produce(topic, numbered(1));
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('tab', { name: 'Statistics' }).click();
  const records = page.getByRole('region', { name: 'Records' });
  await records.getByText('123', { exact: true }).waitFor();
  expect(await records.innerText()).toMatch(/Batches, about\s+4/);
  expect(await page.getByRole('region', { name: 'Storage' }).innerText()).toMatch(/Saved by compaction\s+nothing/);
  expect(await page.getByRole('region', { name: 'Batch sizes' }).innerText()).toMatch(/1 record\s+75 %/);
  await page.getByRole('region', { name: 'Segments' }).getByRole('row').filter({ hasText: 'KiB' }).waitFor();
  expect(await page.getByRole('region', { name: 'Last minute' }).innerText()).toMatch(/Records in\s+[1-9]/);
});
