import { stringSerde } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { InputBatch } from '../record/origin.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { SourceNode } from '../topology/node.ts';
import { EpochInput } from './epoch-input.ts';
import { noTotals, TaskMeter } from './task-meter.ts';

const values = ['1000', '3000', '2000', 'nonsense'];
const batch: InputBatch = {
  topic: 't',
  partition: 0,
  offset: (i) => i,
  timestamp: (i) => i,
  key: () => null,
  value: (i) => Buffer.from(values[i] as string),
  headers: () => [],
};

function meterOf(timestampOf: SourceNode['timestampOf'], totals = noTotals()): TaskMeter {
  const source = { topic: 't', keySerde: stringSerde, valueSerde: stringSerde, timestampOf } as unknown as SourceNode;
  return new TaskMeter([source], new FakeClock(), totals);
}

const streamTimes = (meter: TaskMeter) =>
  values.map((_, index) => {
    meter.epochDone(new EpochInput([{ batch, values: undefined, source: 0, index, ordinal: index, count: 1 }]), 1);
    return meter.streamTime;
  });

describe('the stream time that a task tells of', () => {
  it('is the greatest time of its records, as they were produced', () => {
    expect(streamTimes(meterOf(undefined))).toEqual([0, 1, 2, 3]);
  });

  it('is by the timestamp function of their topic, where there is one and it gives a time', () => {
    const byValue = (record: unknown) => Number((record as StreamRecord<string, string>).value);
    expect(streamTimes(meterOf(byValue))).toEqual([1000, 3000, 3000, 3000]);
  });
});

describe('the records that a task says were skipped', () => {
  it('are those that operators left out, and those that the policy did', () => {
    const totals = noTotals();
    const meter = meterOf(undefined, totals);
    meter.committed({ counts: { late: 1, skipped: 3 }, outputs: [] } as unknown as EpochContext);
    meter.gaveUp('SKIPPED');
    meter.gaveUp('DEAD_LETTERED');
    expect(totals).toMatchObject({ lateRecords: 1, skippedRecords: 4, deadLetteredRecords: 1 });
  });
});
