import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

const produce = (value: number) =>
  api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { baseOffset } } }', {
    input: { topic: 't', records: [{ value }] },
  });

interface Partitions {
  readonly topic: { readonly partitions: readonly { readonly endOffset: number; readonly logEpoch: number }[] };
}

/** What a client remembers: where the partition ends, and the log's epoch. */
async function remember(): Promise<{ endOffset: number; logEpoch: number }> {
  const { topic } = await api.data<Partitions>('{ topic(name: "t") { partitions { endOffset logEpoch } } }');
  return topic.partitions[0] as { endOffset: number; logEpoch: number };
}

/** As a standby that lacks the newest record takes over. */
async function loseNewest(): Promise<void> {
  const database = await api.database.open();
  const { rows } = await database.pool.query<{ id: number }>(
    'select id from millrace.segments where sealed_at is null',
  );
  await database.pool.query(`delete from millrace_segments.s${rows[0]?.id}
    where base_offset = (select max(base_offset) from millrace_segments.s${rows[0]?.id})`);
  await database.pool.query("update millrace.log_epoch set timeline = '000000FF'");
  await database.pool.query(
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await database.close();
}

test('L42: a position of an epoch in which the log has lost its end is OFFSET_OUT_OF_RANGE, and says where it ended', async () => {
  await api.data('mutation { createTopic(input: { name: "t" }) { topic { id } } }');
  for (const value of [0, 1, 2]) await produce(value);
  const { endOffset: offset, logEpoch } = await remember();
  expect([offset, logEpoch]).toEqual([3, 0]);
  const records = iterate('subscription { tail(topics: ["t"], from: { edge: EARLIEST }) { nextOffset logEpoch } }');
  await records.next();
  const ended = records.next().then(
    () => 'a batch',
    (errors) => errors,
  );
  await loseNewest();
  const lost = {
    extensions: {
      code: 'OFFSET_OUT_OF_RANGE',
      retriable: false,
      details: { topic: 't', partition: 0, offset: 3, logEpoch: 0, epochEndOffset: 2 },
    },
  };
  expect(await ended).toMatchObject([lost]);
  // The offset of the lost record is given again.
  for (const value of [3, 4]) await produce(value);

  const query = `query ($offset: Offset!, $logEpoch: Int) {
    records(topic: "t", from: { offsets: [{ topic: "t", partition: 0, offset: $offset, logEpoch: $logEpoch }] }) {
      records { offset value } } }`;
  expect((await api.execute(query, { offset, logEpoch })).errors).toMatchObject([lost]);
  const now = await remember();
  expect([now.endOffset, now.logEpoch > 0]).toEqual([4, true]);
  for (const epoch of [undefined, now.logEpoch]) {
    const { records: page } = await api.data<{ records: { records: object[] } }>(query, { offset, logEpoch: epoch });
    expect(page.records).toEqual([{ offset: 3, value: 4 }]);
  }
});

/** Results of a subscription; its errors reject. */
function iterate(query: string): AsyncIterator<unknown> {
  return api.client().iterate({ query });
}
