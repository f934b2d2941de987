import { MillraceError } from '@millrace/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawSocket } from '../testing/raw-socket.ts';
import { codeOf, startTestApi, type TestApi } from '../testing/test-api.ts';
import type { AuthorizationRequest } from './context.ts';

const asked: AuthorizationRequest[] = [];

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    authorize: (request) => {
      asked.push(request);
      if (request.rootFields.includes('topics')) return;
      throw new MillraceError('FORBIDDEN', `${request.principal.name} may only list topics.`);
    },
  });
  await api.ready;
});
afterAll(() => api?.remove());

test('one hook decides, over HTTP and over WebSockets', async () => {
  const mutation = 'mutation { ...M } fragment M on Mutation { deleteTopic(input: { name: "t" }) { id } }';
  const subscription = 'subscription { tail(topics: ["t"]) { partition } }';
  expect((await api.execute('{ topics { totalCount } }')).errors).toBeUndefined();
  expect(codeOf(await api.execute(mutation))).toBe('FORBIDDEN');
  const socket = await new RawSocket(api.socketUrl).init();
  socket.subscribe('m', mutation);
  expect(await socket.next('next')).toMatchObject({ payload: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } });
  await socket.next('complete');
  socket.subscribe('s', subscription);
  expect(await socket.next('error')).toMatchObject({ payload: [{ extensions: { code: 'FORBIDDEN' } }] });
  socket.socket.close();
  expect(asked.map(({ operation, rootFields }) => [operation, rootFields])).toEqual([
    ['query', ['topics']],
    ['mutation', ['deleteTopic']],
    ['mutation', ['deleteTopic']],
    ['subscription', ['tail']],
  ]);
});
