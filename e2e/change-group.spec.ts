import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { api, createTopic, numbered, produce, uniqueName } from './api.ts';
import { untilText, useConsole } from './console.ts';
import { useMembers } from './member.ts';

const open = useConsole();
const join = useMembers();

interface GroupAsItIs {
  readonly members: readonly { readonly id: string }[];
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committedOffset: number | null;
  }[];
}

const groupOf = async (id: string) => {
  const { consumerGroup } = await api<{ consumerGroup: GroupAsItIs | null }>(
    'query ($id: ID!) { consumerGroup(id: $id) { members { id } partitions { topic partition committedOffset } } }',
    { id },
  );
  return consumerGroup;
};
const committed = async (id: string) => (await groupOf(id))?.partitions.map(({ committedOffset }) => committedOffset);

/** A group that has read and committed the 100 records of partition 0, of two; its one member is still there. */
async function committedGroup(what: string) {
  const topic = await createTopic(what, { partitionCount: 2 });
  await produce(topic, numbered(100));
  const group = uniqueName(`group.${what}`);
  const member = join(group, { topics: [topic], clientId: 'worker' });
  await member.owns(2);
  await member.reached([100]);
  await member.commit();
  return { topic, group, member };
}

async function choosePartition(page: Page, partition: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: 'Partitions' }).click();
  await page.getByRole('option', { name: partition, exact: true }).click();
}

it('resets offsets: refused while members are there, with a preview; then old and new as previewed', async () => {
  const { group, member } = await committedGroup('reset');
  const page = await open(`/groups/${group}`);
  await page.getByRole('button', { name: 'Reset offsets' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Reset offsets' });
  await untilText(page, 'reset-summary', /^Reads 100 again/);
  await dialog.getByText('The group has a member').waitFor();
  expect(await confirm.isDisabled()).toBe(true);

  await dialog.getByLabel('To', { exact: true }).selectOption('Shift by');
  await dialog.getByLabel('Records').fill('-30');
  await untilText(page, 'reset-summary', /^Reads 30 again/);
  await choosePartition(page, '0');
  await untilText(page, 'reset-summary', 'Reads 30 again.');
  expect(await dialog.locator('tbody tr').allInnerTexts()).toEqual([
    expect.stringMatching(/^0\s+100\s+70\s+reads 30 again$/),
  ]);
  expect(await committed(group)).toEqual([100, null]);

  await member.leave();
  await dialog.getByText('The group has a member').waitFor({ state: 'detached' });
  await confirm.click();
  await page.getByText('Offsets reset in').waitFor();
  expect(await committed(group)).toEqual([70]);
  await page.locator('tr[data-partition="0"]').getByRole('link', { name: '70' }).waitFor();
  await untilText(page, 'group-lag', '30');
});

/** The dialog that resets offsets, on a group's page. */
function resetDialog(page: Page, topic: string) {
  const dialog = page.getByRole('dialog');
  const to = dialog.getByLabel('To', { exact: true });
  return {
    dialog,
    async open(target: string) {
      await page.getByLabel(`Offsets of ${topic}`).click();
      await page.getByRole('menuitem', { name: 'Reset offsets' }).click();
      await to.selectOption(target);
    },
    async confirm(summary: string | RegExp) {
      await untilText(page, 'reset-summary', summary);
      await dialog.getByRole('button', { name: 'Reset offsets' }).click();
      await dialog.waitFor({ state: 'detached' });
    },
  };
}

it('resets to an offset, to the latest, and to a time', async () => {
  const { topic, group, member } = await committedGroup('targets');
  await member.leave();
  const page = await open(`/groups/${group}`);
  const reset = resetDialog(page, topic);
  await reset.open('Offset');
  await reset.dialog.getByLabel('Offset', { exact: true }).fill('20');
  // Partition 1 is empty: it has no offset 20.
  await reset.dialog.locator('[aria-invalid="true"]').waitFor();
  await choosePartition(page, '0');
  await reset.confirm('Reads 80 again.');
  expect(await committed(group)).toEqual([20]);
  await reset.open('Latest');
  await reset.confirm('Skips 80 records, sets 1 partition for the first time.');
  expect(await committed(group)).toEqual([100, 0]);
  await reset.open('Time');
  await reset.dialog.getByLabel('Time', { exact: true }).fill('2020-01-01T00:00:00');
  await reset.confirm('Reads 100 again, leaves 1 partition as it is.');
  expect(await committed(group)).toEqual([0, 0]);
});

it('resets to where another group is, and says at the field when there is no such group', async () => {
  const { topic, group, member } = await committedGroup('followed');
  await member.leave();
  const fast = uniqueName('group.fast');
  await api('mutation ($input: ResetOffsetsInput!) { resetOffsets(input: $input) { partitions { newOffset } } }', {
    input: { group: fast, topic, partitions: [0], to: { offset: 64 } },
  });
  const page = await open(`/groups/${group}`);
  const reset = resetDialog(page, topic);
  await reset.open('Another group');
  await reset.dialog.getByLabel('Group', { exact: true }).fill('no.such.group');
  await reset.dialog.locator('[aria-invalid="true"]').waitFor();
  expect(await reset.dialog.getByLabel('Group', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  await reset.dialog.getByLabel('Group', { exact: true }).fill(fast);
  await reset.confirm('Reads 36 again, leaves 1 partition as it is.');
  expect(await committed(group)).toEqual([64]);
});

it("shows the API's refusals of a reset at their fields", async () => {
  const { group, member } = await committedGroup('refusals');
  await member.leave();
  const page = await open(`/groups/${group}`);
  await page.getByRole('button', { name: 'Reset offsets' }).click();
  const dialog = page.getByRole('dialog');
  await untilText(page, 'reset-summary', /^Reads 100 again/);
  await dialog.getByRole('combobox', { name: 'Topic' }).fill('no.such.topic');
  await dialog.locator('[aria-invalid="true"]').waitFor();
  expect(await dialog.getByRole('combobox', { name: 'Topic' }).getAttribute('aria-invalid')).toBe('true');
  expect(await dialog.getByRole('button', { name: 'Reset offsets' }).isDisabled()).toBe(true);
});

it('removes a member, which joins anew if its client lives', async () => {
  const { group, member } = await committedGroup('removed');
  const removed = member.memberId;
  const page = await open(`/groups/${group}`);
  await page.getByLabel(`Remove worker ${removed}`).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('it joins anew under another id').waitFor();
  await dialog.getByRole('button', { name: 'Remove member' }).click();
  await page.getByText('Member removed').waitFor();
  await page.getByRole('row').filter({ hasText: removed }).waitFor({ state: 'detached' });
  await expect.poll(() => member.memberId).not.toBe(removed);
  await page.getByRole('row').filter({ hasText: member.memberId }).waitFor();
});

it("deletes a topic's offsets once nobody reads it", async () => {
  const { topic, group, member } = await committedGroup('forgotten');
  const page = await open(`/groups/${group}`);
  await page.getByLabel(`Offsets of ${topic}`).click();
  await page.getByRole('menuitem', { name: 'Delete offsets' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete offsets' });
  await dialog.getByText('The group has a member').waitFor();
  expect(await confirm.isDisabled()).toBe(true);
  await member.leave();
  await dialog.getByText('The group has a member').waitFor({ state: 'detached' });
  await confirm.click();
  await page.getByText('Offsets deleted').waitFor();
  await expect.poll(() => committed(group)).not.toContain(100);
});

it('deletes a group only when its name is typed and nobody is left', async () => {
  const { group, member } = await committedGroup('deleted');
  const page = await open(`/groups/${group}`);
  await page.getByRole('button', { name: 'Delete group' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Delete group' });
  await dialog.getByLabel("Type the group's name").fill(group);
  await dialog.getByText('The group has a member').waitFor();
  expect(await confirm.isDisabled()).toBe(true);
  await member.leave();
  await dialog.getByText('The group has a member').waitFor({ state: 'detached' });
  await dialog.getByLabel("Type the group's name").fill(group.slice(0, -1));
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel("Type the group's name").fill(group);
  await confirm.click();
  await page.getByRole('heading', { name: 'Consumer groups', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/groups');
  expect(await groupOf(group)).toBeNull();
});
