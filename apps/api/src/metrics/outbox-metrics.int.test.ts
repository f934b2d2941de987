import { until } from '@millrace/engine/testing';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';
import { createTopic } from '../testing/test-topics.ts';

test('metrics tell what was relayed from the outbox, how long it took, and what waits', async () => {
  const api = await startTestApi();
  const database = await api.database.open();
  try {
    await api.ready;
    await createTopic(api, 'metered', 1);
    await database.pool.query(
      "select millrace.produce_all('metered', array['a', 'b', null]::bytea[], array['1', '2', null]::bytea[])",
    );
    const text = await until('the records in the metrics', async () => {
      const found = await (await fetch(`${api.url}/metrics`)).text();
      return found.includes('millrace_outbox_relayed_total{topic="metered"} 3') && found;
    });
    expect(text).toMatch(/^millrace_records_in_total\{topic="metered"\} 3$/m);
    expect(text).toMatch(/^millrace_outbox_lag_seconds_count 1$/m);
    expect(text).toMatch(/^millrace_outbox_waiting_records 0$/m);
    expect(text).toMatch(/^millrace_outbox_dead_total 0$/m);
    const { data } = await api.execute<{ records: { records: { key: string | null; value: unknown }[] } }>(
      '{ records(topic: "metered") { records { key value } } }',
    );
    expect(data?.records.records).toEqual([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
      { key: null, value: null },
    ]);
  } finally {
    await database.close();
    await api.remove();
  }
});
