import { expect, it } from 'vitest';
import type { InputBatch } from './origin.ts';
import { RecordIds } from './record-ids.ts';

const originOf = (topic: string, offset: number, ordinal = 0) => {
  const batch: InputBatch = {
    topic,
    partition: 0,
    offset: () => offset,
    timestamp: () => 0,
    key: () => null,
    value: () => null,
    headers: () => [],
  };
  return { batch, index: 0, ordinal };
};

it('says where what was kept under an id is from, as far as the id has it', () => {
  const ids = new RecordIds(['in', 'more']);
  const placeOf = (topic: string, offset: number) => ids.placeOf(ids.next(originOf(topic, offset)));
  expect(placeOf('in', 0)).toEqual({ topic: 'in', offset: 0, headers: [] });
  expect(placeOf('more', 2 ** 32 - 1)).toEqual({ topic: 'more', offset: 2 ** 32 - 1, headers: [] });
  expect(placeOf('more', 2 ** 32 + 7)).toEqual({ topic: 'more', offset: 7, headers: [] });
  expect(placeOf('another', 3)).toEqual({ topic: '', offset: 3, headers: [] });
});

it('tells what was kept back apart as one of those made of the record that it goes on with', () => {
  const [plain, held] = [new RecordIds(['in']), new RecordIds(['in'])];
  const cause = originOf('in', 9, 4);
  const made = [plain.next(cause), plain.next(cause)];
  expect([held.next({ ...originOf('in', 2, 4), cause }), held.next(cause)]).toEqual(made);
});
