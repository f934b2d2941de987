import { until } from '@millrace/engine/testing';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';

test('L22: records that are too old leave the log; readers behind are told, and metrics tell of bytes and segments', async () => {
  const api = await startTestApi();
  const session = await api.database.open();
  try {
    await api.ready;
    await api.data(
      `mutation { createTopic(input: { name: "old", config: { valueFormat: STRING, retentionMs: 3600000 } }) { topic { id } } }`,
    );
    const produce = (value: string, timestamp: string) =>
      api.data(`mutation ($input: ProduceInput!) { produce(input: $input) { batches { partition } } }`, {
        input: { topic: 'old', records: [{ value, timestamp }] },
      });
    await produce('gone', '2020-01-01T00:00:00.000Z');
    const bytes = async () => Number(/^millrace_topic_bytes\{topic="old"\} (\d+)$/m.exec(await metrics())?.[1]);
    const metrics = async () => (await fetch(`${api.url}/metrics`)).text();
    expect(await until('the topic in the metrics', async () => (await bytes()) > 0 && bytes())).toBeGreaterThan(0);
    await session.pool.query(
      `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t join millrace.segments s on s.topic_id = t.id`,
    );
    // The node looks every five seconds.
    const start = `{ topic(name: "old") { partitions { logStartOffset } } }`;
    await until(
      'the log to start later',
      async () => JSON.stringify(await api.data(start)).includes('"logStartOffset":1'),
      30_000,
    );
    // The node counts once it knows that it is done, which others may see sooner.
    const text = await until('the metrics to tell', async () => {
      const shown = await metrics();
      return shown.includes('millrace_expired_segments_total{') && shown;
    });
    expect(text).toMatch(/^millrace_expired_segments_total\{topic="old",reason="TIME"\} 1$/m);
    expect(text).toMatch(/^millrace_expired_bytes_total\{topic="old"\} [1-9]\d+$/m);
    expect(text).toMatch(/^millrace_waiting_tables \d$/m);
    expect(text).toMatch(/^millrace_waiting_bytes \d+$/m);
    const behind = await api.execute(
      `{ records(topic: "old", partitions: [0], from: { offset: 0 }, limit: 1) { records { value } } }`,
    );
    expect(behind.errors?.[0]).toMatchObject({ extensions: { code: 'OFFSET_OUT_OF_RANGE' } });
  } finally {
    await session.close();
    await api.remove();
  }
});
