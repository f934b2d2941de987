import { expect, it } from 'vitest';
import { stateKeyOf } from '../state/state-key.ts';
import { decodeWaiting, encodeWaiting } from './waiting-record.ts';

const key = stateKeyOf(Buffer.from('ké'));
const id = '\u0000\u00ff\u0001abcde';

it('what waits is read as it was written, with where it is from', () => {
  const headers = [
    { key: 'from', value: Buffer.from('a shop') },
    { key: 'none', value: null },
  ];
  const place = { topic: 'orders', offset: 2 ** 40 + 1, headers };
  for (const value of [Buffer.from('{"n":1}'), Buffer.alloc(0)]) {
    const record = { time: -5, id, key, value, place };
    expect(decodeWaiting(-5, id, encodeWaiting(record))).toEqual(record);
  }
});

it('what was written before its place was kept is read without one', () => {
  // The length of the key, the key, the value.
  const written = Buffer.concat([Buffer.of(0, 0, 0, 3), Buffer.from('ké'), Buffer.from('{"n":1}')]);
  const record = { time: 7, id, key, value: Buffer.from('{"n":1}'), place: undefined };
  expect(decodeWaiting(7, id, written)).toEqual(record);
  expect(encodeWaiting(record)).toEqual(written);
});
