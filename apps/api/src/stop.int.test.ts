import { connect } from 'node:net';
import { startProxy } from '@millrace/database/testing';
import type { AppendResult, Engine } from '@millrace/engine';
import { describe, expect, test } from 'vitest';
import { overrideEngine } from './testing/override-engine.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { codeOf, startTestApi } from './testing/test-api.ts';

const createTopic = 'mutation { createTopic(input: { name: "t" }) { topic { id } } }';
const produce = 'mutation { produce(input: { topic: "t", records: [{ value: 1 }] }) { records { offset } } }';

/** Lets appends begin and end when the test says so. */
function gate() {
  let open: () => void = () => {};
  let waiting = 0;
  let onWaiting: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => open(),
    /** Resolves once so many appends wait at the gate. */
    async reached(count: number): Promise<void> {
      while (waiting < count) {
        await new Promise<void>((resolve) => {
          onWaiting = resolve;
        });
      }
    },
    decorateEngine: (engine: Engine) =>
      overrideEngine(engine, {
        async append(input, options): Promise<AppendResult> {
          waiting += 1;
          onWaiting();
          await opened;
          return engine.append(input, options);
        },
      }),
  };
}

describe('a graceful stop', () => {
  test('finishes mutations in flight, tells sockets with 1012, takes nothing new', async () => {
    const { open, reached, decorateEngine } = gate();
    const api = await startTestApi({ decorateEngine });
    await api.ready;
    await api.data(createTopic);
    const socket = await new RawSocket(api.socketUrl).init();
    const reader = await new RawSocket(api.socketUrl).init();
    reader.subscribe('t', 'subscription { tail(topics: ["t"]) { nextOffset } }');
    const overHttp = api.execute(produce);
    socket.subscribe('m', produce);
    await reached(2);
    const stopped = api.stop();
    expect(await reader.closed).toEqual({ code: 1012, reason: expect.stringContaining('SHUTTING_DOWN') });
    socket.subscribe('late', produce);
    expect(await socket.next('error')).toMatchObject({
      id: 'late',
      payload: [{ extensions: { code: 'SHUTTING_DOWN', retriable: true } }],
    });
    await expect(fetch(`${api.url}/health/live`)).rejects.toThrow();
    open();
    expect(await socket.next('next')).toMatchObject({ payload: { data: { produce: { records: [{}] } } } });
    expect(await socket.closed).toMatchObject({ code: 1012 });
    expect((await overHttp).data).toMatchObject({ produce: { records: [{}] } });
    await stopped;
    await api.database.drop();
  });

  test('refuses by name what comes on a connection that still has something in flight', async () => {
    const { open, reached, decorateEngine } = gate();
    const api = await startTestApi({ decorateEngine });
    await api.ready;
    await api.data(createTopic);
    const connection = connect(api.port, '127.0.0.1');
    let received = '';
    const ended = new Promise<void>((resolve) => {
      connection.on('data', (data) => {
        received += data;
      });
      connection.on('close', resolve);
    });
    const post = (query: string) => {
      const body = JSON.stringify({ query });
      const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nOrigin: http://console.test\r\nContent-Length: ${body.length}`;
      connection.write(`${head}\r\n\r\n${body}`);
    };
    post(produce);
    await reached(1);
    const stopped = api.stop();
    await expect(fetch(`${api.url}/health/live`)).rejects.toThrow();
    post('{ __typename }');
    open();
    await ended;
    const [first, second] = received.split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/^HTTP\/1\.1 200 .*"produce":\{"records":\[/s);
    expect(second).toMatch(/^HTTP\/1\.1 503 /);
    expect(second).toMatch(/^x-request-id: /im);
    expect(second).toMatch(/^connection: close/im);
    expect(second).toMatch(/^access-control-allow-origin: http:\/\/console\.test/im);
    expect(second).toContain('"extensions":{"code":"SHUTTING_DOWN","retriable":true}');
    await stopped;
    await api.database.drop();
  });

  test('does not wait for ever', async () => {
    const { reached, open, decorateEngine } = gate();
    const api = await startTestApi({ decorateEngine, limits: { stopTimeoutMs: 200 } });
    await api.ready;
    await api.data(createTopic);
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('m', produce);
    const overHttp = api.execute(produce).catch(() => 'cut');
    await reached(2);
    await api.stop();
    expect((await socket.closed).code).toBe(1012);
    expect(await overHttp).toBe('cut');
    open();
    await api.database.drop();
  });
});

describe('without Postgres', () => {
  const readiness = async (url: string) => (await fetch(`${url}/health/ready`)).status;

  test('it starts, says what is missing, and stops', async () => {
    const api = await startTestApi({ settings: { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' } });
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${api.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'unready', reason: expect.stringMatching(/Postgres/) });
    const result = await api.execute(produce);
    expect(codeOf(result)).toBe('POSTGRES_UNAVAILABLE');
    expect(result.errors?.[0]?.extensions?.retriable).toBe(true);
    const stopped = expect(api.ready).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await api.remove();
    await stopped;
  });

  test('an outage makes it unready, and it recovers by itself', async () => {
    const first = await startTestApi();
    const proxy = await startProxy(first.database.url);
    const api = await startTestApi({ settings: { databaseUrl: proxy.url } });
    await api.ready;
    expect(await readiness(api.url)).toBe(200);
    proxy.freeze();
    expect(await readiness(api.url)).toBe(503);
    proxy.cut();
    // Each look is a round trip to Postgres: no faster than it answers.
    while ((await readiness(api.url)) !== 200) await new Promise((resolve) => setImmediate(resolve));
    await api.data(createTopic);
    expect((await api.execute(produce)).errors).toBeUndefined();
    await api.remove();
    await proxy.close();
    await first.remove();
  });
});
