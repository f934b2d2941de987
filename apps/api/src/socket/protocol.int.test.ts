import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RawSocket } from '../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const tail =
  'subscription ($topic: String!) { tail(topics: [$topic]) { partition nextOffset records { offset value } } }';
const produce = `mutation ($topic: String!, $value: JSON) {
  produce(input: { topic: $topic, records: [{ value: $value }] }) { records { offset } }
}`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    limits: { maxSubscriptionsPerSocket: 2, maxSocketsPerAddress: 20 },
  });
  await api.ready;
  await api.data('mutation { createTopic(input: { name: "t" }) { topic { id } } }');
});
afterAll(() => api?.remove());

const connect = (protocol?: string, options?: object) => new RawSocket(api.socketUrl, protocol, options);

describe('graphql-transport-ws', () => {
  test('another subprotocol is closed with 4406', async () => {
    const socket = await connect('graphql-ws').open();
    expect(await socket.closed).toMatchObject({ code: 4406 });
  });

  test('no subprotocol is closed with 4406', async () => {
    const socket = await connect('').open();
    expect(await socket.closed).toMatchObject({ code: 4406 });
  });

  test('an init that never comes is closed with 4408', async () => {
    const impatient = await startTestApi({ limits: { connectionInitTimeoutMs: 300 } });
    await impatient.ready;
    const socket = await new RawSocket(impatient.socketUrl).open();
    expect(await socket.closed).toMatchObject({ code: 4408 });
    await impatient.remove();
  });

  test('a second init is closed with 4429', async () => {
    const socket = await connect().init();
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toMatchObject({ code: 4429 });
  });

  test('subscribing before the init is closed with 4401', async () => {
    const socket = await connect().open();
    socket.subscribe('1', tail, { topic: 't' });
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  test('an id that is in use is closed with 4409', async () => {
    const socket = await connect().init();
    socket.subscribe('same', tail, { topic: 't' });
    socket.subscribe('same', tail, { topic: 't' });
    expect(await socket.closed).toMatchObject({ code: 4409 });
  });

  test('an id that is in use is named as far as a reason can hold it', async () => {
    const socket = await connect().init();
    const id = 'ü'.repeat(200);
    socket.subscribe(id, tail, { topic: 't' });
    socket.subscribe(id, tail, { topic: 't' });
    expect(await socket.closed).toEqual({ code: 4409, reason: `Subscriber for ${'ü'.repeat(54)}` });
  });

  test('what is not a message is closed with 4400', async () => {
    const socket = await connect().init();
    socket.socket.send('{"type":');
    expect(await socket.closed).toMatchObject({ code: 4400 });
  });

  test.each([
    ['nothing', 'null'],
    ['a message of servers only', '{"type":"next","id":"1","payload":{}}'],
    ['an answer to no question', '{"type":"connection_ack"}'],
    ['an operation without an id', '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}'],
  ])('%s is closed with 4400', async (_, text) => {
    const socket = await connect().init();
    socket.socket.send(text);
    expect(await socket.closed).toMatchObject({ code: 4400 });
  });

  test('a message larger than maxBodyBytes is closed with 1009, which names the limit', async () => {
    const small = await startTestApi({ limits: { maxBodyBytes: 1_000 } });
    onTestFinished(() => small.remove());
    await small.ready;
    const socket = await new RawSocket(small.socketUrl).init();
    socket.socket.send('x'.repeat(1_001));
    expect(await socket.closed).toEqual({
      code: 1009,
      reason: 'LIMIT_EXCEEDED: a message has more than 1000 bytes (maxBodyBytes)',
    });
    const metrics = async () => (await fetch(`${small.url}/metrics`)).text();
    await expect
      .poll(metrics, { timeout: 30_000 })
      .toMatch(/^millrace_sockets_ended_total\{outcome="PROTOCOL_ERROR"\} 1$/m);
  });

  test('a ping is answered', async () => {
    const socket = await connect().init();
    socket.send({ type: 'ping' });
    await socket.next('pong');
    socket.socket.close();
  });

  test('one subscription more than the socket may have is refused by name, and the others live', async () => {
    const socket = await connect().init();
    for (const id of ['1', '2', '3']) socket.subscribe(id, tail, { topic: 't' });
    expect(await socket.next('error')).toMatchObject({
      id: '3',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED', details: { limit: 'maxSubscriptionsPerSocket' } } }],
    });
    socket.send({ id: '1', type: 'complete' });
    socket.send({ type: 'ping' });
    await socket.next('pong');
    socket.subscribe('4', tail, { topic: 'missing' });
    expect(await socket.next('error')).toMatchObject({
      id: '4',
      payload: [{ extensions: { code: 'TOPIC_NOT_FOUND' } }],
    });
    socket.socket.close();
  });

  test('a mutation answers with next and complete, an invalid one with error', async () => {
    const socket = await connect().init();
    socket.subscribe('m', produce, { topic: 't', value: 1 });
    expect(await socket.next('next')).toMatchObject({ id: 'm', payload: { data: { produce: { records: [{}] } } } });
    expect(await socket.next('complete')).toEqual({ id: 'm', type: 'complete' });
    socket.subscribe('v', '{ nothing }');
    expect(await socket.next('error')).toMatchObject({
      id: 'v',
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED', retriable: false } }],
    });
    socket.subscribe('p', '{');
    expect(await socket.next('error')).toMatchObject({ payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
    socket.socket.close();
  });

  test('a page of another origin is refused, the console and programs are not', async () => {
    await expect(connect(undefined, { origin: 'http://evil.test' }).open()).rejects.toThrow('403');
    await connect(undefined, { origin: 'http://console.test' }).init();
    await connect(undefined, { origin: api.url }).init();
  });

  test('a Host that is not this machine’s is refused: its name was made to point here', async () => {
    await expect(connect(undefined, { headers: { host: 'evil.test' } }).open()).rejects.toThrow('403');
  });

  test('another path is refused', async () => {
    await expect(new RawSocket(`${api.socketUrl}s`).open()).rejects.toThrow('404');
  });

  test('sockets beyond those of one address are refused with 429', async () => {
    const sockets = Array.from({ length: 21 }, () => connect());
    const outcomes = await Promise.allSettled(sockets.map((socket) => socket.open()));
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(String(outcomes.find((outcome) => outcome.status === 'rejected')?.reason)).toContain('429');
    for (const socket of sockets) socket.socket.terminate();
  });
});
