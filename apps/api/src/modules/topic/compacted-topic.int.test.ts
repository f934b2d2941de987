import { until } from '@millrace/engine/testing';
import { expect, test } from 'vitest';
import { startTestApi } from '../../testing/test-api.ts';

test('L24 L27: a compacted topic wants keys, keeps the newest of each, and metrics tell of it', async () => {
  const api = await startTestApi();
  const session = await api.database.open();
  try {
    await api.ready;
    const { createTopic } = await api.data<{ createTopic: { topic: { config: object } } }>(
      `mutation { createTopic(input: { name: "table", config: {
         valueFormat: STRING, cleanupPolicy: COMPACT, maxCompactionLagMs: 0, deleteRetentionMs: 60000
       } }) { topic { config { cleanupPolicy deleteRetentionMs minCompactionLagMs maxCompactionLagMs } } } }`,
    );
    expect(createTopic.topic.config).toEqual({
      cleanupPolicy: 'COMPACT',
      deleteRetentionMs: 60_000,
      minCompactionLagMs: 0,
      maxCompactionLagMs: 0,
    });
    const produce = (...records: readonly object[]) =>
      api.execute(`mutation ($input: ProduceInput!) { produce(input: $input) { batches { baseOffset } } }`, {
        input: { topic: 'table', records },
      });
    const refused = await produce({ key: 'a', value: '1' }, { value: 'without a key' });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Record 1 cannot be stored: it has no key'),
      extensions: { code: 'INVALID_RECORD' },
    });
    expect((await produce({ key: 'a', value: '1' }, { key: 'b', value: '1' }, { key: 'a', value: '2' })).errors).toBe(
      undefined,
    );
    await session.pool.query(
      `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t join millrace.segments s on s.topic_id = t.id`,
    );
    // A change of the topic's configuration is looked at at once.
    await api.data(
      `mutation { updateTopic(input: { name: "table", config: { deleteRetentionMs: 70000 } }) { topic { id } } }`,
    );
    const metrics = async () => (await fetch(`${api.url}/metrics`)).text();
    await until(
      'the topic to be compacted',
      async () => (await metrics()).includes('millrace_rewrites_total{topic="table"'),
      30_000,
    );
    const text = await metrics();
    expect(text).toMatch(/^millrace_rewrites_total\{topic="table",kind="COMPACT"\} 1$/m);
    expect(text).toMatch(/^millrace_rewritten_bytes_total\{topic="table",kind="COMPACT"\} [1-9]\d+$/m);
    expect(text).toMatch(/^millrace_compacted_records_total\{topic="table"\} 1$/m);
    // Every record of the newest tables, and from an offset that is gone the next one.
    const page = `{ records(topic: "table", from: { edge: EARLIEST }, limit: 10) { records { offset key value } } }`;
    await until(
      'the old table not to be read any more',
      async () => !JSON.stringify(await api.data(page)).includes('"offset":0'),
    );
    const { records } = await api.data<{ records: { records: object[] } }>(page);
    expect(records.records).toEqual([
      { offset: 1, key: 'b', value: '1' },
      { offset: 2, key: 'a', value: '2' },
    ]);
  } finally {
    await session.close();
    await api.remove();
  }
});
