import { readFileSync } from 'node:fs';
import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { watchGroups } from './group-gauges.ts';
import { Metrics } from './metrics.ts';
import { watchStorage } from './storage-gauges.ts';
import { watchStreams } from './streams-gauges.ts';

/** All that /metrics shows of its own, as the process registers it. Nothing is asked. */
function registered(): string[] {
  const { registry } = new Metrics();
  const unasked = (): never => {
    throw new Error('Only the names are wanted.');
  };
  const options = { registry, clock: new FakeClock(), logger: silentLogger };
  watchGroups({ ...options, groups: unasked });
  watchStorage({ ...options, topics: unasked });
  watchStreams({ ...options, engine: unasked });
  return registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('millrace_'))
    .sort();
}

test('the table of apps/api/README.md has every metric, and no other', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `millrace_'));
  const documented = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`(millrace_\w+)`/g)].map((match) => match[1]),
  );
  expect(documented.sort()).toEqual(registered());
});
