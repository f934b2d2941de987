import { until } from '@millrace/engine/testing';
import { TestInstance, testSnapshot } from '@millrace/streams-rx/testing';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';
import { openTestNode } from '../testing/test-node.ts';

test('metrics tell applications, live instances and what became of records', async () => {
  const api = await startTestApi();
  try {
    await api.ready;
    const node = await openTestNode(api);
    const totals = {
      ...testSnapshot().totals,
      recordsIn: 9,
      lateRecords: 3,
      skippedRecords: 2,
      deadLetteredRecords: 1,
    };
    const runs = await new TestInstance(node.engine, 'metered', { totals }).start();
    const failed = await new TestInstance(node.engine, 'metered', { state: 'FAILED' }).start();
    const gone = await new TestInstance(node.engine, 'gone', { totals }).start();
    await gone.registry.close();
    const text = await until('the application in the metrics', async () => {
      const found = await (await fetch(`${api.url}/metrics`)).text();
      return found.includes('millrace_streams_instances{') && found;
    });
    const lines = text.split('\n').filter((line) => line.startsWith('millrace_streams_'));
    const of = ({ id }: TestInstance) => `{application="metered",instance="${id}"}`;
    expect(lines).toEqual(
      expect.arrayContaining([
        'millrace_streams_applications{state="RUNNING"} 1',
        'millrace_streams_applications{state="STOPPED"} 1',
        'millrace_streams_instances{application="metered",state="RUNNING"} 1',
        'millrace_streams_instances{application="metered",state="FAILED"} 1',
        `millrace_streams_records_in_total${of(runs)} 9`,
        `millrace_streams_late_records_total${of(runs)} 3`,
        `millrace_streams_skipped_records_total${of(runs)} 2`,
        `millrace_streams_dead_lettered_records_total${of(runs)} 1`,
        `millrace_streams_late_records_total${of(failed)} 0`,
      ]),
    );
    expect(text).not.toContain(gone.id);
    await runs.registry.close();
    await failed.registry.close();
    await node.close();
  } finally {
    await api.remove();
  }
});
