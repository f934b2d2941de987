import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until, within } from '@millrace/engine/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

/** Asks for a WebSocket where there is none, reads the answer to its end, and does not close its own side. */
async function refused(api: TestApi): Promise<Socket> {
  const socket = connect({ port: api.port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  const headers = `host: 127.0.0.1:${api.port}\r\nconnection: upgrade\r\nupgrade: websocket`;
  socket.write(`GET /elsewhere HTTP/1.1\r\n${headers}\r\n\r\n`);
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  await within(once(socket, 'end'), 'the end of the answer');
  expect(answer).toContain('WebSockets are at /graphql.');
  return socket;
}

test('a refused client that does not close its side is not kept', async () => {
  const api = await startTestApi();
  onTestFinished(() => api.remove());
  await api.ready;
  const socket = await refused(api);
  // Whoever writes to a connection that is gone is told.
  await until('the server to have let go', () => {
    socket.write('anybody there?');
    return socket.destroyed;
  });
});

test('a refused client that does not close its side holds up no stop', async () => {
  const api = await startTestApi();
  await api.ready;
  const socket = await refused(api);
  await within(api.stop(), 'the stop');
  socket.destroy();
  await api.remove();
});
