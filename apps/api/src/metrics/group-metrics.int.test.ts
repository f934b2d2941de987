import { until } from '@millrace/engine/testing';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';
import { TestMember } from '../testing/test-member.ts';
import { createTopic, produceNumbers } from '../testing/test-topics.ts';

test('metrics tell members and lag of groups, rebalances and commits', async () => {
  const api = await startTestApi();
  try {
    await api.ready;
    await createTopic(api, 'metered', 2);
    await produceNumbers(api, 'metered', [0, 10], 2);
    const member = await TestMember.join(api, { group: 'metered', topics: ['metered'] });
    await member.received(10);
    await member.commit([
      { topic: 'metered', partition: 0, nextOffset: 5 },
      { topic: 'metered', partition: 1, nextOffset: 2 },
    ]);
    const metrics = async () => (await fetch(`${api.url}/metrics`)).text();
    const text = await until('the group in the metrics', async () => {
      const found = await metrics();
      return found.includes('millrace_group_members{group="metered"} 1') && found;
    });
    expect(text).toMatch(/^millrace_group_lag_records\{group="metered"\} 3$/m);
    expect(text).toMatch(/^millrace_group_lag_seconds\{group="metered"\} \d+\.\d+$/m);
    expect(text).toMatch(/^millrace_rebalances_total\{group="metered"\} [1-9]/m);
    expect(text).toMatch(/^millrace_committed_offsets_total 2$/m);
    expect(text).toMatch(/^millrace_commit_duration_seconds_count 1$/m);
    await member.close();
  } finally {
    await api.remove();
  }
});
