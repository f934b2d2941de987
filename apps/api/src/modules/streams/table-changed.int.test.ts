import { windowKey } from '@millrace/streams-rx/testing';
import { describe, expect, test } from 'vitest';
import { RawSocket } from '../../testing/raw-socket.ts';
import { TestTables } from '../../testing/test-tables.ts';

const tables = new TestTables();

describe('tableChanged', () => {
  const changed = `subscription ($application: ID!, $store: String!, $keys: [JSON!]) {
    tableChanged(application: $application, store: $store, keys: $keys) {
      skipped changes { partition key value deleted keyError valueError window { start end } } } }`;

  async function watch(application: string, store: string, keys?: unknown[]) {
    const socket = await new RawSocket(tables.api.socketUrl).init();
    socket.subscribe('w', changed, { application, store, keys });
    const next = async () => {
      const { payload } = await socket.next('next');
      return (payload as { data: { tableChanged: { skipped: boolean; changes: object[] } } }).data.tableChanged;
    };
    return { socket, next };
  }

  test('begins with nothing, and then tells what each epoch changes', async () => {
    const state = await tables.state('changing', [{ name: 'live' }]);
    await state.write('live', { before: 0 });
    const all = await watch('changing', 'live');
    const some = await watch('changing', 'live', ['b']);
    expect(await all.next()).toEqual({ skipped: false, changes: [] });
    expect(await some.next()).toEqual({ skipped: false, changes: [] });
    await state.write('live', { a: 1 });
    const shown = (key: string, value: unknown) => ({
      partition: 0,
      key,
      value,
      deleted: value === null,
      keyError: null,
      valueError: null,
      window: null,
    });
    expect(await all.next()).toEqual({ skipped: false, changes: [shown('a', 1)] });
    await state.write('live', { a: null, b: 2 });
    expect(await all.next()).toEqual({ skipped: false, changes: [shown('a', null), shown('b', 2)] });
    expect(await some.next()).toEqual({ skipped: false, changes: [shown('b', 2)] });
    const later = await tables.state('changing', [{ name: 'live' }], 7);
    await later.write('live', { c: 3 });
    expect(await all.next()).toEqual({ skipped: false, changes: [{ ...shown('c', 3), partition: 7 }] });
    all.socket.socket.close();
    some.socket.socket.close();
  });

  test('of a table of windows tells the window, and takes keys without one', async () => {
    const state = await tables.state('changing', [{ name: 'windows', kind: 'WINDOW' }]);
    const { socket, next } = await watch('changing', 'windows', ['k']);
    await next();
    await state.write('windows', { [windowKey('k', 0)]: 1, [windowKey('other', 0)]: 2 });
    expect(await next()).toMatchObject({
      changes: [{ key: 'k', value: 1, window: { start: '1970-01-01T00:00:00.000Z', end: null } }],
    });
    socket.socket.close();
  });

  test('ends when the table is reset', async () => {
    const state = await tables.state('resetting', [{ name: 'live' }]);
    const { socket, next } = await watch('resetting', 'live');
    await next();
    await state.close();
    await tables.api.data('mutation { resetStreamsApplication(input: { application: "resetting" }) { stores } }');
    expect(await socket.next('error')).toMatchObject({ payload: [{ extensions: { code: 'STORE_NOT_FOUND' } }] });
    socket.socket.close();
  });

  const refusals: [string, object, string][] = [
    ['of no application', { application: 'none', store: 's' }, 'APPLICATION_NOT_FOUND'],
    ['of no store', { application: 'changing', store: 'none' }, 'STORE_NOT_FOUND'],
    ['of no keys', { application: 'changing', store: 'live', keys: [] }, 'INVALID_INPUT'],
    ['of too many keys', { application: 'changing', store: 'live', keys: Array(1_001).fill('k') }, 'INVALID_INPUT'],
  ];
  test.each(refusals)('%s is refused', async (_, variables, code) => {
    const socket = await new RawSocket(tables.api.socketUrl).init();
    socket.subscribe('w', changed, variables as { [name: string]: unknown });
    expect(await socket.next('error')).toMatchObject({ payload: [{ extensions: { code } }] });
    socket.socket.close();
  });
});
