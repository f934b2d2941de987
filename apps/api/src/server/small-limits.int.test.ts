import { connect } from 'node:net';
import type { Engine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { expect, onTestFinished, test } from 'vitest';
import { overrideEngine } from '../testing/override-engine.ts';
import { RawSocket } from '../testing/raw-socket.ts';
import { startTestApi } from '../testing/test-api.ts';
import { createTopic } from '../testing/test-topics.ts';

test('maxOperationsPerSocket: one operation more is refused by name, until one of those under way has ended', async () => {
  // A search goes on until its client gives it up.
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, {
      page: ({ signal }) =>
        new Promise((_, reject) => {
          signal?.throwIfAborted();
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    });
  const api = await startTestApi({ decorateEngine, limits: { maxOperationsPerSocket: 1 } });
  onTestFinished(() => api.remove());
  await api.ready;
  await createTopic(api, 't');
  const socket = await new RawSocket(api.socketUrl).init();
  socket.subscribe('1', '{ records(topic: "t", filter: { key: "k" }) { atEnd } }');
  socket.subscribe('2', '{ topics { totalCount } }');
  expect(await socket.next('error')).toMatchObject({
    id: '2',
    payload: [
      {
        extensions: {
          code: 'LIMIT_EXCEEDED',
          retriable: true,
          details: { limit: 'maxOperationsPerSocket', value: 1 },
        },
      },
    ],
  });
  socket.send({ id: '1', type: 'complete' });
  // What was given up ends in a moment.
  const answer = await until('its place to be free', () => {
    socket.subscribe('3', '{ topics { totalCount } }');
    return socket.next('next').catch(() => undefined);
  });
  expect(answer).toMatchObject({ id: '3', payload: { data: { topics: { totalCount: 1 } } } });
  await socket.next('complete');
  // Another socket has operations of its own.
  const other = await new RawSocket(api.socketUrl).init();
  socket.subscribe('4', '{ records(topic: "t", filter: { key: "k" }) { atEnd } }');
  other.subscribe('1', '{ topics { totalCount } }');
  await other.next('next');
  for (const { socket: open } of [socket, other]) open.terminate();
});

test('requestTimeoutMs: a request that is not all sent in time is given up', async () => {
  const api = await startTestApi({ limits: { requestTimeoutMs: 500 } });
  onTestFinished(() => api.remove());
  const connection = connect(api.port, '127.0.0.1');
  let received = '';
  const ended = new Promise<void>((resolve) => {
    connection.on('data', (data) => {
      received += data;
    });
    connection.on('close', resolve);
  });
  connection.write(
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  await ended;
  expect(received).toMatch(/^HTTP\/1\.1 408 /);
});

test('connectTimeoutMs: Postgres that is away for longer at the start is given up, by name', async () => {
  const settings = { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' };
  const api = await startTestApi({ settings, limits: { connectTimeoutMs: 300 } });
  onTestFinished(() => api.remove());
  const startedAt = performance.now();
  await expect(api.ready).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
  expect(performance.now() - startedAt).toBeGreaterThan(200);
});
