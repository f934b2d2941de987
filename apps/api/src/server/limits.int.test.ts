import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overrideEngine } from '../testing/override-engine.ts';
import { codeOf, startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    decorateEngine: (engine) =>
      overrideEngine(engine, { nodes: () => Promise.reject(new Error('secret: password=hunter2')) }),
  });
  await api.ready;
});
afterAll(() => api?.remove());

const limitOf = (result: Awaited<ReturnType<TestApi['execute']>>) => result.errors?.[0]?.extensions;

describe('limits on operations', () => {
  const nested = (levels: number) =>
    `{ __schema { types ${'{ fields { type '.repeat(levels)}{ name }${' } }'.repeat(levels)} } }`;
  const fragments = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Topic { ...F${i + 1} ...F${i + 1} id }`);
  const cases: [string, string, string][] = [
    ['deep', nested(12), 'maxQueryDepth'],
    ['wide', `{ ${'__typename '.repeat(1_001)} }`, 'maxQueryFields'],
    [
      'many aliases',
      `{ topic(name: "t") { ${Array.from({ length: 51 }, (_, i) => `a${i}: id`).join(' ')} } }`,
      'maxQueryAliases',
    ],
    ['many root fields', `{ ${Array.from({ length: 21 }, () => 'serverNodes { id }').join(' ')} }`, 'maxRootFields'],
    [
      'many root fields in fragments',
      `{ ...F ... on Query { ... { b: serverNodes { id } } } }
      fragment F on Query { ${Array.from({ length: 20 }, (_, i) => `a${i}: serverNodes { id }`).join(' ')} }`,
      'maxRootFields',
    ],
    [
      'a table with a variable for its page',
      `query ($n: Int!) { table(application: "a", store: "s") { scan(first: $n) { nodes { ${'key '.repeat(301)} } } } }`,
      'maxQueryCost',
    ],
    [
      'segments of many topics',
      '{ topics(first: 200) { nodes { statistics(segments: 1000) { segments { recordCount sizeBytes } } } } }',
      'maxQueryCost',
    ],
    [
      'sizes that are left to their defaults',
      `{ topics { nodes { consumerGroups { ${'id '.repeat(130)} } } } }`,
      'maxQueryCost',
    ],
    [
      'sizes that are left to their defaults within an input',
      `subscription { consume(input: { group: "g", topics: ["t"] }) { ... on RecordBatch { records { ${'offset '.repeat(700)} } } } }`,
      'maxQueryCost',
    ],
    ['many directives', `{ topic(name: "t") { id ${'@include(if: true) '.repeat(51)} } }`, 'maxQueryDirectives'],
    [
      'fragments that double forty times',
      `{ topic(name: "t") { ...F0 } } ${fragments.join(' ')} fragment F40 on Topic { id }`,
      'maxQueryFields',
    ],
    [
      'costly',
      `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: records(topic: "t", limit: 10000) { records { offset key value headers { key value } } }`).join(' ')} }`,
      'maxQueryCost',
    ],
  ];
  test.each(cases)('%s', async (_, query, limit) => {
    const startedAt = performance.now();
    expect(limitOf(await api.execute(query))).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit } });
    // Refused before it is worked on, on a busy machine too.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  const consume = (fields: string) =>
    `subscription ($input: ConsumeInput!) { consume(input: $input) { __typename
      ... on Assignment { memberId generation partitions { topic partition offset } }
      ... on Revocation { partitions { topic partition } deadline }
      ... on RecordBatch { ...Batch records { ${fields} } }
    } }
    fragment Batch on RecordBatch { topic partition nextOffset logEpoch highWatermark skipped }`;
  const recordFields = `topic partition offset timestamp key value tombstone keyError valueError keyBytes valueBytes
    headers { key value valueBytes }`;

  test('of a union counts what its dearest member costs', async () => {
    // It gets as far as being told that subscriptions run over WebSockets.
    expect(limitOf(await api.execute(consume(recordFields)))).toMatchObject({ code: 'INVALID_INPUT' });
    const twice = `${recordFields} ${recordFields.replace(/\b(\w+)(?= |$|\n)/g, 'b_$1: $1')}`;
    expect(limitOf(await api.execute(consume(twice)))).toMatchObject({ details: { limit: 'maxQueryCost' } });
  });

  test('a text of too many tokens', async () => {
    const query = `mutation { produce(input: { topic: "t", records: [${'{ value: 1 }'.repeat(3_000)}] }) { batches { count } } }`;
    const { errors } = await api.execute(query);
    expect(errors?.[0]?.message).toContain('maxQueryTokens');
    expect(errors?.[0]?.extensions).toEqual({
      code: 'LIMIT_EXCEEDED',
      retriable: false,
      details: { limit: 'maxQueryTokens', value: 10_000 },
    });
  });

  test('a fragment within itself', async () => {
    expect(codeOf(await api.execute('{ ...F } fragment F on Query { ...F }'))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('what GraphiQL asks to know the schema is allowed', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const query = getIntrospectionQuery({ oneOf: true, schemaDescription: true, inputValueDeprecation: true });
    expect((await api.execute(query)).errors).toBeUndefined();
  });
});

describe('requests', () => {
  test('a body of 100 MB gets 413 and a name, also by fetch, and the process lives', { timeout: 60_000 }, async () => {
    const headers = { 'content-type': 'application/json' };
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers,
        body: Buffer.alloc(100_000_000, ' '),
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    }
    expect((await api.execute('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  test('malformed JSON', async () => {
    const response = await post('{"query":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
  });

  test('a form, which any website can send, is refused', async () => {
    const response = await post('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(response.status).toBe(415);
    expect((await fetch(`${api.url}/graphql?query={__typename}`)).status).toBe(400);
  });

  test('only the console’s origin may read answers', async () => {
    const allowed = await post('{"query":"{__typename}"}', { origin: 'http://console.test' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://console.test');
    const other = await post('{"query":"{__typename}"}', { origin: 'http://evil.test' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a name that was made to point at this machine is refused', async () => {
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${api.url}/graphql`, { headers: { host: 'evil.test' } }, ({ statusCode }) =>
        resolve(statusCode),
      );
      outgoing.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  test('a request id comes back, one that is none is replaced', async () => {
    const given = await post('{"query":"{__typename}"}', { 'x-request-id': 'abc-1' });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await post('{"query":"{__typename}"}', { 'x-request-id': 'a b' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('what was not expected is masked and has a log id', async () => {
    const { errors } = await api.execute('{ serverNodes { id } }');
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'INTERNAL', retriable: false, logId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  test('a record’s field may be called __proto__ or constructor', async () => {
    await api.data('mutation { createTopic(input: { name: "odd" }) { topic { id } } }');
    const value = '{"__proto__":{"a":1},"constructor":{"prototype":2}}';
    const query =
      'mutation ($v: JSON) { produce(input: { topic: \\"odd\\", records: [{ value: $v }] }) { batches { count } } }';
    await post(`{"query":"${query}","variables":{"v":${value}}}`);
    const read = await post(JSON.stringify({ query: '{ records(topic: "odd") { records { value } } }' }));
    expect(await read.text()).toContain(`{"value":${value}}`);
  });
});

describe('health and metrics', () => {
  test('live and ready', async () => {
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
  });

  test('metrics name operations by root field and outcome', async () => {
    await api.execute('query MyOwnName { topics { totalCount } }');
    const text = await (await fetch(`${api.url}/metrics`)).text();
    expect(text).toMatch(/millrace_graphql_operations_total\{type="query",field="topics",outcome="OK"\} \d/);
    expect(text).not.toContain('MyOwnName');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('millrace_append_duration_seconds_bucket');
  });
});
