import type { InputBatch, Origin } from './origin.ts';

/** What records are made of that no input record has brought about: a time has come. It comes before all records of its epoch. */
export function punctuationOrigin(partition: number, time: number): Origin {
  const batch: InputBatch = {
    // No topic has this name, so that nothing is taken for a record that was read.
    topic: '',
    partition,
    // Tells what was made at one time from what was made at another.
    offset: () => time,
    timestamp: () => time,
    key: () => null,
    value: () => null,
    headers: () => [],
  };
  return { batch, index: 0, ordinal: -1 };
}
