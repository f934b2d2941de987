/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { api, createTopic, numbered, produce, uniqueName } from './api.ts';
import { untilText, useConsole } from './console.ts';
import { useMembers } from './member.ts';

const open = useConsole();
const join = useMembers();
const phone = { width: 390, height: 844 };

const memberRow = (page: Page, memberId: string) => page.getByRole('row').filter({ hasText: memberId });
const partitionRow = (page: Page, partition: number) => page.locator(`tr[data-partition="${partition}"]`);
const linePath = (page: Page) => page.getByTestId('lag-line').getAttribute('d');

it('shows members join, share, leave and take over while one looks', async () => {
  const topic = await createTopic('shared', { partitionCount: 6 });
  const group = uniqueName('group.shared');
  const first = join(group, { topics: [topic], clientId: 'worker-a' });
  await first.owns(6);
  const page = await open(`/groups/${group}`);
  await memberRow(page, first.memberId)
    .filter({ hasText: `${topic} 0–5` })
    .waitFor();

  const second = join(group, { topics: [topic], clientId: 'worker-b' });
  const third = join(group, { topics: [topic], clientId: 'worker-c' });
  // All at once: on the way there one may have two of three.
  await expect.poll(() => [first, second, third].map(({ partitions }) => partitions.length)).toEqual([2, 2, 2]);
  for (const member of [first, second, third]) {
    const [one, two] = member.partitions.map(({ partition }) => partition).sort();
    const owned = Number(two) === Number(one) + 1 ? `${one}–${two}` : `${one}, ${two}`;
    await memberRow(page, member.memberId)
      .filter({ hasText: `${topic} ${owned}` })
      .waitFor();
    await partitionRow(page, one as number)
      .filter({ hasText: member.memberId.slice(-6) })
      .waitFor();
  }

  const lost = third.partitions.map(({ partition }) => partition);
  third.kill();
  await memberRow(page, third.memberId).waitFor({ state: 'detached' });
  await Promise.all([first.owns(3), second.owns(3)]);
  for (const partition of lost)
    await partitionRow(page, partition)
      .filter({ hasText: /worker-[ab]/ })
      .waitFor();
  await second.leave();
  await memberRow(page, first.memberId)
    .filter({ hasText: `${topic} 0–5` })
    .waitFor();
  await first.leave();
  await page.getByText('No members.').waitFor();
  await untilText(page, 'group-state', 'Empty');
});

it('draws the lag as it grows and goes, in figures and as a line', async () => {
  const topic = await createTopic('lagging', { partitionCount: 1 });
  const group = uniqueName('group.lagging');
  const member = join(group, { topics: [topic] });
  await member.owns(1);
  const page = await open(`/groups/${group}`);
  await untilText(page, 'lag-summary', 'Now 0 records, lowest 0, highest 0 in the last 1 min');
  const flat = await linePath(page);

  await produce(topic, numbered(1_200));
  await untilText(page, 'group-lag', '1,200');
  await untilText(page, 'lag-summary', 'Now 1,200 records, lowest 0, highest 1,200');
  await expect.poll(() => linePath(page)).not.toBe(flat);
  const heights = (path: string | null) => new Set([...(path ?? '').matchAll(/,(\d+(?:\.\d+)?)/g)].map(([, y]) => y));
  expect(heights(await linePath(page)).size).toBeGreaterThan(1);
  await member.reached([1_200]);
  await member.commit();
  await untilText(page, 'lag-summary', 'Now 0 records, lowest 0, highest 1,200');
  expect(await page.getByTestId('lag-plot').getAttribute('aria-label')).toContain('Now 0 records');
  const before = await linePath(page);
  await expect.poll(() => linePath(page)).not.toBe(before);

  await page.getByTestId('lag-plot').hover({ position: { x: 900, y: 80 } });
  await page
    .locator('figure')
    .getByText(/^\d\d:\d\d:\d\d$/)
    .waitFor();
});

it('tells owner, committed offset, end and lag of each partition', async () => {
  const topic = await createTopic('offsets', { partitionCount: 2 });
  await produce(topic, numbered(70));
  const group = uniqueName('group.offsets');
  const member = join(group, { topics: [topic], clientId: 'teller' });
  await member.owns(2);
  await member.reached([70]);
  await member.commit();
  await produce(topic, numbered(5, 70));
  const page = await open(`/groups/${group}`);
  await partitionRow(page, 0).filter({ hasText: 'teller' }).waitFor();
  const cells = await partitionRow(page, 0).getByRole('cell').allInnerTexts();
  expect(cells[2]).toMatch(/^70\n/);
  expect(cells.slice(3, 5)).toEqual(['75', '5']);
  expect(await partitionRow(page, 1).getByRole('cell').nth(5).innerText()).toBe('caught up');
  await partitionRow(page, 0).getByRole('link', { name: '70' }).click();
  await page.getByText('{"n":70}').waitFor();
});

it('shows members that stand by, static ones, and those away', async () => {
  const topic = await createTopic('static', { partitionCount: 1 });
  const group = uniqueName('group.static');
  const owner = join(group, { topics: [topic], clientId: 'owner', instanceId: 'desk-1' });
  await owner.owns(1);
  const idle = join(group, { topicPattern: topic.replaceAll('.', '\\.'), clientId: 'idle' });
  await idle.owns(0);
  const page = await open(`/groups/${group}`);
  await memberRow(page, idle.memberId).filter({ hasText: 'stands by' }).waitFor();
  await memberRow(page, idle.memberId)
    .filter({ hasText: topic.replaceAll('.', '\\.') })
    .waitFor();
  await memberRow(page, owner.memberId).filter({ hasText: 'static desk-1' }).waitFor();
  await owner.leave();
  await memberRow(page, owner.memberId).filter({ hasText: 'away' }).waitFor();
  // Its session timeout over, it is out, and the other takes over.
  await memberRow(page, idle.memberId)
    .filter({ hasText: `${topic} 0` })
    .waitFor();
});

it('keeps what it shows while the connection is lost, says so, and goes on', async () => {
  const topic = await createTopic('cut');
  const group = uniqueName('group.cut');
  const member = join(group, { topics: [topic], clientId: 'cut-off' });
  await member.owns(1);
  let reachable = true;
  let cut = () => {};
  const page = await open(`/groups/${group}`, {
    before: (each) =>
      each.routeWebSocket(/graphql/, (socket) => {
        if (!reachable) {
          void socket.close({ code: 1006 });
          return;
        }
        socket.connectToServer();
        cut = () => void socket.close({ code: 1012, reason: 'cut by the test' });
      }),
  });
  await memberRow(page, member.memberId).waitFor();
  reachable = false;
  cut();
  await page.getByText('this is what was last read').waitFor();
  expect(await memberRow(page, member.memberId).count()).toBe(1);
  await produce(topic, numbered(9));
  reachable = true;
  await untilText(page, 'group-lag', '9');
  await page.getByText('this is what was last read').waitFor({ state: 'detached' });
});

it('fits on a phone: list, group page, its dialogs, a topic’s consumers', async () => {
  const topic = await createTopic('narrow.with.a.name.that.is.long.enough.to.be.cut', { partitionCount: 12 });
  await produce(topic, numbered(1_234));
  const group = uniqueName('group.narrow.with.a.name.that.is.long.enough.to.be.cut');
  const clientId = 'a-client-whose-id-is-as-long-as-the-names-that-pods-get';
  const members = [join(group, { topics: [topic], clientId }), join(group, { topics: [topic], clientId })];
  await Promise.all(members.map((member) => member.owns(6)));
  const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);
  const page = await open(`/groups?search=${group}`, { viewport: phone });
  await page.getByText('Stable').waitFor();
  expect(await width(page)).toBe(phone.width);
  await page.getByRole('link', { name: group }).click();
  await partitionRow(page, 11).waitFor();
  expect(await width(page)).toBe(phone.width);
  await page.getByRole('button', { name: 'Reset offsets' }).click();
  await page.getByTestId('reset-summary').waitFor();
  expect(await width(page)).toBe(phone.width);
  const dialog = page.getByRole('dialog');
  expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await page.goto(page.url().replace(/\/groups.*/, `/topics/${topic}/consumers`));
  await page.getByRole('link', { name: group }).waitFor();
  expect(await width(page)).toBe(phone.width);
});

it('says that a group was deleted while one looked at it, and shows it again when it is made again', async () => {
  const topic = await createTopic('vanishing');
  const group = uniqueName('group.vanishing');
  const member = join(group, { topics: [topic] });
  await member.owns(1);
  const page = await open(`/groups/${group}`);
  await untilText(page, 'group-state', 'Stable');
  await member.leave();
  await untilText(page, 'group-state', 'Empty');
  await api('mutation ($id: ID!) { deleteConsumerGroup(input: { id: $id }) { id } }', { id: group });
  await page.getByText(`The group "${group}" was deleted`).waitFor();
  await join(group, { topics: [topic] }).owns(1);
  await untilText(page, 'group-state', 'Stable');
});
