import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { createTopic } from '../testing/test-topics.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

/** By name and labels as they are written. */
async function series(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return new Map(text.split('\n').map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]));
}

test('metrics tell what was appended, read and looked for, in bytes, and how long it took', async () => {
  await createTopic(api, 'measured');
  const records = [
    { key: 'one', value: 'xx' },
    { key: 'two', value: 'yy', headers: [{ key: 'h', value: 'z' }] },
  ];
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', {
    input: { topic: 'measured', records },
  });
  // Keys of 3 bytes, values as JSON of 4, a header of 2.
  const bytes = 2 * (3 + 4) + 2;
  const produced = await series();
  expect(produced.get('millrace_records_in_total{topic="measured"}')).toBe(2);
  expect(produced.get('millrace_bytes_in_total{topic="measured"}')).toBe(bytes);
  expect(produced.get('millrace_append_duration_seconds_count')).toBe(1);
  expect(produced.get('millrace_append_duration_seconds_sum')).toBeGreaterThan(0);
  // Nothing waits any more, in the lane that had it; the other has not had anything.
  const lanes = [...produced].filter(([name]) => name.startsWith('millrace_lane_queue_bytes{'));
  expect(lanes.map(([, waiting]) => waiting)).toEqual([0]);

  const page = '(topic: "measured", filter: { keyContains: "tw" })';
  const found = await api.data<{ records: { records: { key: string }[] } }>(`{ records${page} { records { key } } }`);
  expect(found.records.records).toEqual([{ key: 'two' }]);
  const searched = await series();
  expect(searched.get('millrace_searched_records_total{topic="measured"}')).toBe(2);
  expect(searched.get('millrace_search_duration_seconds_count')).toBe(1);

  await api.data('{ records(topic: "measured") { records { key } } }');
  const read = await series();
  const out = (name: string) =>
    (read.get(`${name}{topic="measured"}`) ?? 0) - (searched.get(`${name}{topic="measured"}`) ?? 0);
  expect(out('millrace_records_out_total')).toBe(2);
  expect(out('millrace_bytes_out_total')).toBe(bytes);
  expect(read.get('millrace_graphql_operation_duration_seconds_count{type="query"}')).toBe(2);
});
