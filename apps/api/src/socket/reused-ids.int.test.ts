import type { Socket } from 'node:net';
import type { Engine } from '@millrace/engine';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { overrideEngine } from '../testing/override-engine.ts';
import { RawSocket } from '../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { createTopic, produceNumbers } from '../testing/test-topics.ts';

const tail =
  'subscription ($topic: String!) { tail(topics: [$topic], from: { edge: EARLIEST }) { topic records { value } } }';
const search = '{ records(topic: "a", filter: { key: "k" }) { atEnd } }';

let searching: () => void = () => {};
let api: TestApi;
beforeAll(async () => {
  // A search goes on until its client gives it up.
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, {
      page: ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          searching();
        }),
    });
  api = await startTestApi({ decorateEngine });
  await api.ready;
  await createTopic(api, 'a');
  await createTopic(api, 'b');
  await produceNumbers(api, 'b', [7, 8]);
});
afterAll(() => api?.remove());

async function connect(): Promise<RawSocket> {
  const socket = await new RawSocket(api.socketUrl).init();
  onTestFinished(() => socket.socket.terminate());
  return socket;
}

/** Sends what `send` does in one piece, of which the server gets one message right behind the other. */
function together({ socket }: RawSocket, send: () => void): void {
  const transport = (socket as unknown as { _socket: Socket })._socket;
  transport.cork();
  send();
  transport.uncork();
}

/** Resolves once the server has taken all that was sent before. */
async function taken(socket: RawSocket): Promise<void> {
  socket.send({ type: 'ping' });
  await socket.next('pong');
}

test('a query under the id of one that was given up gets its own answer', async () => {
  const socket = await connect();
  const reached = new Promise<void>((resolve) => {
    searching = resolve;
  });
  socket.subscribe('1', search);
  await reached;
  together(socket, () => {
    socket.send({ id: '1', type: 'complete' });
    socket.subscribe('1', '{ topics { totalCount } }');
  });
  expect(await socket.next('next')).toEqual({
    id: '1',
    type: 'next',
    payload: { data: { topics: { totalCount: 2 } } },
  });
  expect(await socket.next('complete')).toEqual({ id: '1', type: 'complete' });
});

test('a tail under the id of one that was given up lives on, and ends when it is given up itself', async () => {
  const socket = await connect();
  socket.subscribe('1', tail, { topic: 'a' });
  await taken(socket);
  together(socket, () => {
    socket.send({ id: '1', type: 'complete' });
    socket.subscribe('1', tail, { topic: 'a' });
  });
  await taken(socket);
  await produceNumbers(api, 'a', [1, 2]);
  expect(await socket.next('next')).toMatchObject({
    id: '1',
    payload: { data: { tail: { records: [{ value: 1 }] } } },
  });
  socket.send({ id: '1', type: 'complete' });
  await taken(socket);
  await produceNumbers(api, 'a', [2, 3]);
  await taken(socket);
});

test('a tail that was given up before it began brings nothing under the id of the next one', async () => {
  const socket = await connect();
  together(socket, () => {
    socket.subscribe('1', tail, { topic: 'a' });
    socket.send({ id: '1', type: 'complete' });
    socket.subscribe('1', tail, { topic: 'b' });
  });
  expect(await socket.next('next')).toMatchObject({ id: '1', payload: { data: { tail: { topic: 'b' } } } });
  await produceNumbers(api, 'a', [3, 4]);
  await produceNumbers(api, 'b', [8, 9]);
  expect(await socket.next('next')).toMatchObject({ id: '1', payload: { data: { tail: { topic: 'b' } } } });
});
