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
  const region = (name: string) => page.getByRole('region', { name });
  const shows = (name: string, text: RegExp) => expect.poll(() => region(name).innerText()).toMatch(text);
  await region('Records').getByText('123', { exact: true }).waitFor();
  await shows('Records', /Batches, about\s+4/);
  await shows('Storage', /Saved by compaction\s+nothing/);
  await shows('Batch sizes', /1 record\s+75 %/);
  await region('Segments').getByRole('row').filter({ hasText: 'KiB' }).waitFor();
  await shows('Last minute', /Records in\s+[1-9]/);
});
