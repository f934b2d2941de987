import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { FakeClock } from '@millrace/core/testing';
import { until, within } from '@millrace/engine/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SocketOutcome } from '../metrics/metrics.ts';
import { KeepAlive } from './keep-alive.ts';
import { Outlet } from './outlet.ts';

const intervalMs = 1_000;
const mebibyte = 1024 * 1024;

/** A socket that is kept alive by a clock moved by hand, and its client, which speaks no more of the protocol than the test does. */
async function keptAlive() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const connected = once(server, 'connection') as Promise<[WebSocket, { socket: Socket }]>;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  const upgrade = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13';
  client.write(`GET / HTTP/1.1\r\nhost: x\r\n${upgrade}\r\nsec-websocket-key: ${btoa('x'.repeat(16))}\r\n\r\n`);
  const [socket, { socket: transport }] = await within(connected, 'the connection');
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const outlet = new Outlet({ socket, transport, maxBytes: mebibyte });
  const clock = new FakeClock();
  let outcome: SocketOutcome | undefined;
  const onDead = (found: SocketOutcome) => {
    outcome = found;
  };
  new KeepAlive({ socket, outlet, clock, intervalMs, onDead });
  return {
    outlet,
    client,
    beat: () => clock.advance(intervalMs),
    outcome: () => outcome,
    /** Writes, and waits until it has come. */
    async write(bytes: Buffer) {
      const expected = outlet.receivedBytes + bytes.length;
      client.write(bytes);
      await until('the bytes to come', () => outlet.receivedBytes === expected);
    },
  };
}

/** The beginning of a masked binary frame of that many bytes. */
function frameHeader(byteLength: number): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt8(0x82, 0);
  header.writeUInt8(0xff, 1);
  header.writeBigUInt64BE(BigInt(byteLength), 2);
  return header;
}

test('a client whose long message is on its way for many beats lives, and is dead when no more comes', async () => {
  const { client, beat, outcome, write } = await keptAlive();
  client.resume();
  await write(frameHeader(mebibyte));
  for (let slice = 0; slice < 8; slice++) {
    beat();
    await write(Buffer.alloc(1_000));
    expect(outcome()).toBeUndefined();
  }
  beat();
  expect(outcome()).toBeUndefined();
  beat();
  expect(outcome()).toBe('KEEP_ALIVE_TIMEOUT');
});

test('a client that sends and leaves lying what it was sent is slow', async () => {
  const { client, outlet, beat, outcome, write } = await keptAlive();
  client.pause();
  while (outlet.pendingBytes === 0) {
    outlet.send('x'.repeat(mebibyte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await write(frameHeader(mebibyte));
  // At first the system may still take some on the way.
  await until('it to be ended', async () => {
    await write(Buffer.alloc(1_000));
    beat();
    return outcome() !== undefined;
  });
  expect(outcome()).toBe('SLOW_CONSUMER');
});
