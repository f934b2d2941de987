/// <reference lib="dom" />
import { expect, it } from 'vitest';
import { api, createTopic, numbered, produce, uniqueName } from './api.ts';
import { useConsole } from './console.ts';
import { useMembers } from './member.ts';

const open = useConsole();
const join = useMembers();

it('lists groups with state, members, topics and lag, and follows them', async () => {
  const topic = await createTopic('listed', { partitionCount: 2 });
  await produce(topic, numbered(40));
  const group = uniqueName('group.listed');
  const members = [join(group, { topics: [topic] }), join(group, { topics: [topic] })];
  await Promise.all(members.map((member) => member.owns(1)));
  const page = await open('/topics');
  await page.getByRole('navigation').getByRole('link', { name: 'Consumer groups' }).click();
  await page.getByRole('heading', { name: 'Consumer groups', level: 1 }).waitFor();
  await page.getByLabel('Search groups by name').fill(group);
  const row = page.getByRole('row').filter({ hasText: group });
  await row.filter({ hasText: 'Stable' }).waitFor();
  expect(await row.getByRole('cell').allInnerTexts()).toEqual([
    group,
    'Stable',
    '2',
    topic,
    expect.stringMatching(/^40\n/),
  ]);

  const reader = members.find(({ partitions }) => partitions[0]?.partition === 0);
  await reader?.reached([40]);
  await reader?.commit();
  await row.filter({ hasText: 'caught up' }).waitFor();
  await Promise.all(members.map((member) => member.leave()));
  await row.filter({ hasText: 'Empty' }).waitFor();
  expect(await row.getByRole('cell').nth(2).innerText()).toBe('0');
  await row.click();
  await page.getByRole('heading', { name: group, level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/groups/${group}`);
});

it('finds by a part of the name, and says when nothing fits', async () => {
  const page = await open('/groups');
  await page.getByLabel('Search groups by name').fill('no.such.group');
  await page.getByText('No group\'s name contains "no.such.group"').waitFor();
  expect(new URL(page.url()).search).toBe('?search=no.such.group');
});

it('pages through many groups', async () => {
  const topic = await createTopic('paged', { partitionCount: 1 });
  const name = uniqueName('group.paged');
  const members = Array.from({ length: 51 }, (_, i) => join(`${name}.${100 + i}`, { topics: [topic] }));
  await Promise.all(members.map((member) => member.owns(1)));
  const page = await open(`/groups?search=${name}`);
  await page.getByRole('link', { name: `${name}.149` }).waitFor();
  expect(await page.getByRole('link', { name: `${name}.150` }).count()).toBe(0);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByRole('link', { name: `${name}.150` }).waitFor();
  expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'First page' }).click();
  await page.getByRole('link', { name: `${name}.100` }).waitFor();
});

it("shows a topic's consumers: how to make one, then each with its lag on this topic", async () => {
  const topic = await createTopic('consumed', { partitionCount: 2 });
  const other = await createTopic('other', { partitionCount: 2 });
  await produce(topic, numbered(30));
  await produce(other, numbered(5));
  const page = await open(`/topics/${topic}/records`);
  await page.getByRole('tab', { name: 'Consumers' }).click();
  await page.getByText('No consumer group reads this topic').waitFor();
  await page.getByText(`topics: ["${topic}"]`).waitFor();

  const group = uniqueName('group.of.topic');
  const [one, two] = [join(group, { topics: [topic, other] }), join(group, { topics: [topic, other] })];
  await Promise.all([one.owns(2), two.owns(2)]);
  const row = page.getByRole('row').filter({ hasText: group });
  await row.filter({ hasText: 'Stable' }).waitFor();
  const cells = await row.getByRole('cell').allInnerTexts();
  expect(cells[3]).toMatch(/^30\n/);
  await row.click();
  await page.getByRole('heading', { name: group, level: 1 }).waitFor();
  await page.getByRole('link', { name: topic, exact: true }).click();
  await page.getByRole('tab', { name: 'Consumers', selected: true }).waitFor();
});

it("pages through a topic's many consumers, and says how many there are", async () => {
  const topic = await createTopic('much.consumed', { partitionCount: 1 });
  const name = uniqueName('group.many');
  for (let i = 0; i < 51; i++) {
    await api('mutation ($input: ResetOffsetsInput!) { resetOffsets(input: $input) { partitions { newOffset } } }', {
      input: { group: `${name}.${100 + i}`, topic, to: { edge: 'EARLIEST' } },
    });
  }
  const page = await open(`/topics/${topic}/consumers`);
  await page.getByRole('link', { name: `${name}.149` }).waitFor();
  await page.getByText('51 consumer groups').waitFor();
  expect(await page.getByRole('link', { name: `${name}.150` }).count()).toBe(0);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByRole('link', { name: `${name}.150` }).waitFor();
  expect(await page.getByRole('link', { name }).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'First page' }).click();
  await page.getByRole('link', { name: `${name}.100` }).waitFor();
});

it('says when there is no such group, and shows it as soon as there is', async () => {
  const topic = await createTopic('late');
  const group = uniqueName('group.late');
  const page = await open(`/groups/${group}`);
  await page.getByText(`There is no consumer group "${group}"`).waitFor();
  await join(group, { topics: [topic] }).owns(1);
  await page.getByTestId('group-state').filter({ hasText: 'Stable' }).waitFor();
});
