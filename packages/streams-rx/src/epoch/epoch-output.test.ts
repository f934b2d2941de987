import { jsonSerde, stringSerde } from '@millrace/core';
import { BatchBuilder } from '@millrace/engine';
import { describe, expect, it } from 'vitest';
import { madeRecord } from '../record/stream-record.ts';
import { EpochOutput } from './epoch-output.ts';

const format = { valueSerde: jsonSerde, isExplicit: false };

/** A record with the number of what it was made of as its value. */
function made(ordinal: number) {
  const batch = {
    topic: 'in',
    partition: 0,
    offset: () => ordinal,
    timestamp: () => ordinal,
    key: () => null,
    value: () => null,
    headers: () => [],
  };
  const origin = { batch, index: 0, ordinal };
  return madeRecord({ origin, keySerde: stringSerde, key: `k${ordinal}`, value: ordinal, timestamp: ordinal });
}

function outputOf(ordinals: readonly number[]): EpochOutput {
  const output = new EpochOutput('out');
  for (const ordinal of ordinals) output.write(made(ordinal), format);
  return output;
}

/** The values of what is appended. */
function appended(output: EpochOutput): string[] {
  return output
    .calls()
    .flatMap((call) => [...(call instanceof BatchBuilder ? call.read() : call)])
    .map(({ value }) => Buffer.from(value as Uint8Array).toString());
}

describe('what a topic gets of an epoch', () => {
  it('is written into rows while it comes in order', () => {
    const output = outputOf([1, 2, 2, 5]);
    expect(output.calls()).toEqual([expect.any(BatchBuilder)]);
    expect(appended(output)).toEqual(['1', '2', '2', '5']);
  });

  it('S6: is in the order of the input records also where it does not come so', () => {
    const output = outputOf([3, 7, 5, 5, 1, 9]);
    expect(appended(output)).toEqual(['1', '3', '5', '5', '7', '9']);
    expect(output.count).toBe(6);
  });

  it('is kept one by one, and in order, once a record is for a partition of its own', () => {
    const output = outputOf([1, 2]);
    output.push({ ordinal: 3, key: null, value: Buffer.from('3'), timestamp: 3, partition: 1 });
    output.write(made(4), format);
    expect(appended(output)).toEqual(['1', '2', '3', '4']);
    expect(
      output.records().map(({ ordinal, key, partition }) => [ordinal, key && String(Buffer.from(key)), partition]),
    ).toEqual([
      [1, 'k1', undefined],
      [2, 'k2', undefined],
      [3, null, 1],
      [4, 'k4', undefined],
    ]);
  });

  it('is as many calls as the engine’s limit makes of it', () => {
    const output = outputOf(Array.from({ length: 20_001 }, (_, i) => i));
    expect(output.calls().map((call) => (call instanceof BatchBuilder ? call.count : call.length))).toEqual([
      10_000, 10_000, 1,
    ]);
    expect(output.records().map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 20_001 }, (_, i) => i));
  });
});
