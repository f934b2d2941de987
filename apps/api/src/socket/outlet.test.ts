import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until, within } from '@millrace/engine/testing';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Outlet } from './outlet.ts';

const maxBytes = 256 * 1024;
const text = 'x'.repeat(64 * 1024);

/** A turn of the event loop: what was sent has left, as far as the system took it. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The outlet of a socket whose client has stopped reading. */
async function stalled() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const connected = once(server, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket, { socket: transport }] = await within(connected, 'the connection');
  await once(client, 'open');
  client.pause();
  onTestFinished(() => {
    client.terminate();
    server.close();
  });
  return { socket, client, outlet: new Outlet({ socket, transport, maxBytes }) };
}

test('answers that the client does not take end the reading of what it sends, until it has taken them', async () => {
  const { socket, client, outlet } = await stalled();
  while (!socket.isPaused) {
    void outlet.answer(text);
    await turn();
  }
  expect(outlet.congested).toBe(true);
  expect(outlet.pendingBytes).toBeLessThan(2 * maxBytes + 4 * text.length);
  const asked = once(socket, 'message');
  client.send('next');
  client.resume();
  await within(asked, 'what the client sent');
  expect(socket.isPaused).toBe(false);
  expect(outlet.congested).toBe(false);
});

test('payloads do not: commits of a slow consumer come in', async () => {
  const { socket, client, outlet } = await stalled();
  while (outlet.pendingBytes < 4 * maxBytes) {
    outlet.send(text);
    await turn();
  }
  const committed = once(socket, 'message');
  client.send('commit');
  await within(committed, 'the commit');
  void outlet.answer('committed');
  expect(socket.isPaused).toBe(false);
  client.resume();
  await until('all to be taken', () => outlet.pendingBytes === 0);
});
