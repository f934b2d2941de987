import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import type { ConsumerGroupSummary, GroupAdmin } from '@millrace/engine';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { watchGroups } from './group-gauges.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function setUp(list: () => Promise<readonly Partial<ConsumerGroupSummary>[]>) {
  const registry = new Registry();
  const clock = new FakeClock();
  const asked: unknown[] = [];
  const groups = () =>
    ({
      async list(input: unknown) {
        asked.push(input);
        return { groups: await list(), totalCount: 0, hasNextPage: false };
      },
    }) as unknown as GroupAdmin;
  watchGroups({ registry, groups, clock, logger: silentLogger });
  return { registry, clock, asked };
}

test('groups are asked for once in ten seconds, up to 1,000 of them, and those that are gone are left out', async () => {
  let name = 'a';
  const { registry, clock, asked } = setUp(async () => [{ name, memberCount: 2, lag: 7, lagMs: 1_500 }]);
  for (let i = 0; i < 3; i++) {
    const text = await registry.metrics();
    expect(text).toContain('millrace_group_members{group="a"} 2');
    expect(text).toContain('millrace_group_lag_records{group="a"} 7');
    expect(text).toContain('millrace_group_lag_seconds{group="a"} 1.5');
  }
  expect(asked).toEqual([{ first: 1_000 }]);
  name = 'b';
  clock.advance(10_000);
  const text = await registry.metrics();
  expect(text).toContain('millrace_group_members{group="b"} 2');
  expect(text).not.toContain('group="a"');
  expect(asked).toHaveLength(2);
});

test('an answer that takes long is shown the next time; one that is old, and an error, leave groups out', async () => {
  let late: (groups: readonly Partial<ConsumerGroupSummary>[]) => void = () => {};
  let answer = () =>
    new Promise<readonly Partial<ConsumerGroupSummary>[]>((resolve) => {
      late = resolve;
    });
  const { registry, clock, asked } = setUp(() => answer());
  const waiting = registry.metrics();
  await settle();
  clock.advance(2_000);
  expect(await waiting).not.toContain('{group=');
  late([{ name: 'a', memberCount: 2, lag: 7, lagMs: 0 }]);
  await settle();
  expect(await registry.metrics()).toContain('millrace_group_members{group="a"} 2');
  expect(asked).toHaveLength(1);
  // It took 2 s, and is kept for ten times that.
  answer = () => Promise.reject(new Error('away'));
  clock.advance(19_999);
  await registry.metrics();
  expect(asked).toHaveLength(1);
  clock.advance(20_000);
  expect(await registry.metrics()).toContain('{group="a"}');
  expect(asked).toHaveLength(2);
  clock.advance(1);
  expect(await registry.metrics()).not.toContain('{group=');
});
