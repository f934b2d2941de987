import { expect, inject, it } from 'vitest';
import { createTopic, numbered, produce } from './api.ts';
import { useConsole } from './console.ts';

const open = useConsole();

it('is at the address of the API, and runs a query, and a subscription until it is stopped', async () => {
  const topic = await createTopic('graphiql');
  await produce(topic, numbered(3));
  const page = await open('/topics');
  const result = page.getByRole('region', { name: 'Result Window' });
  const ask = async (operation: string) => {
    await page.goto(inject('apiUrl'));
    const editor = page.getByRole('region', { name: 'Operation Editor' }).locator('.monaco-editor').first();
    // Without its editor nothing is run.
    await result.locator('.monaco-editor').first().waitFor();
    await editor.click();
    await page.keyboard.press('Control+A');
    // What is selected would be put between the brackets that are typed.
    await page.keyboard.press('Delete');
    await page.keyboard.type(operation);
    // The button asks which one, as long as it knows of those that were there before.
    await page.keyboard.press('Control+Enter');
  };
  // The editor shows spaces that do not break.
  const answer = async () => (await result.innerText()).replace(/\s/g, ' ');

  await ask(`{ topic(name: "${topic}") { recordCount } }`);
  await expect.poll(answer).toContain('"recordCount": 3');

  await ask(`subscription { tail(topics: ["${topic}"], from: { edge: EARLIEST }) { records { key } } }`);
  await expect.poll(answer).toContain('"key-2"');
  await page.getByRole('button', { name: /^Stop query/ }).click();
});
