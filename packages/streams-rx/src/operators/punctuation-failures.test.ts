import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { mapValues } from './map-values.ts';
import { processRecords } from './process-records.ts';
import { to } from './to.ts';

describe('S89: what a punctuation gives and fails behind it', () => {
  it.each(['STREAM_TIME', 'WALL_CLOCK'] as const)('blames no record, on %s', async (on) => {
    const driver = await TestDriver.open(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            process: ({ value }: StreamRecord<string, number>) => [{ value }],
            punctuations: [{ every: 10, on, punctuate: () => [{ value: -1 }] }],
          }),
          mapValues((value) => {
            if (value < 0) throw new RangeError('It is negative.');
            return value;
          }),
          to('out'),
        ),
      { errors: { process: 'SKIP' } },
    );
    driver.pipe('in', { key: 'a', value: 1, timestamp: 1 });
    await driver.run();
    driver.pipe('in', [
      { key: 'a', value: 2, timestamp: 2 },
      { key: 'a', value: 3, timestamp: 11 },
    ]);
    const failure = {
      code: 'PROCESSING_FAILED',
      message: expect.stringMatching('punctuation of processRecords-0001 at 10 failed: It is negative.'),
    };
    if (on === 'WALL_CLOCK') driver.clock.advance(15);
    await expect(driver.run()).rejects.toMatchObject(failure);
    expect(driver.output('out').map(({ value }) => value)).toEqual(on === 'WALL_CLOCK' ? [1] : [1, 2]);
  });
});
