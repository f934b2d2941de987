import { jsonSerde } from '@millrace/core';
import { expect, it } from 'vitest';
import { bufferedRowSerde } from './buffered-row.ts';

const serde = bufferedRowSerde(jsonSerde);
const id = '\u0000\u00ff\u0001abcde';

it('a row that is held back is read as it was written, with where its last change is from', () => {
  for (const prior of [null, 'before']) {
    for (const value of [null, { n: 1 }]) {
      const row = { time: -3, id, timestamp: 8, prior, value, place: { topic: 'in', offset: 2 ** 40, headers: [] } };
      expect(serde.deserialize(serde.serialize(row))).toEqual(row);
    }
  }
});

it('one that was written before that was kept is read without', () => {
  const written = (value: unknown, hasValue: number) => {
    const bytes = Buffer.alloc(29);
    bytes.writeDoubleBE(-3, 0);
    bytes.write(id, 8, 'latin1');
    bytes.writeDoubleBE(8, 16);
    bytes.writeUInt32BE('"before"'.length, 24);
    bytes[28] = hasValue;
    return Buffer.concat([bytes, Buffer.from('"before"'), Buffer.from(value === null ? '' : JSON.stringify(value))]);
  };
  const row = { time: -3, id, timestamp: 8, prior: 'before', place: undefined };
  expect(serde.deserialize(written({ n: 1 }, 1))).toEqual({ ...row, value: { n: 1 } });
  expect(serde.deserialize(written(null, 0))).toEqual({ ...row, value: null });
  expect(serde.serialize({ ...row, value: { n: 1 } })).toEqual(written({ n: 1 }, 1));
});

it('and one whose change was given up with what it was before, told from those that wait', () => {
  for (const prior of [null, 'before']) {
    const row = { time: undefined, prior };
    expect(serde.deserialize(serde.serialize(row))).toEqual(row);
  }
});
