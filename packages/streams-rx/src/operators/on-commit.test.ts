import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { onCommit } from './on-commit.ts';
import { to } from './to.ts';

const inserting = (app: TopologyApp) =>
  app.stream<string, number>('in').pipe(
    onCommit(async (tx) => {
      await tx.query('insert into seen values (1)');
    }),
    to('out'),
  );

describe('the test driver, at SQL of onCommit', () => {
  it('says what it lacks, and blames no record for it', async () => {
    const driver = await TestDriver.open(inserting, { errors: { process: 'SKIP' } });
    driver.pipe('in', [
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    await expect(driver.run()).rejects.toMatchObject({
      code: 'INVALID_SETTINGS',
      message: expect.stringContaining('{ transaction: (work) => engine.transaction(work) }'),
    });
    expect(driver.output('out')).toEqual([]);
    expect(driver.counts.skipped).toBe(0);
  });

  it('needs no database where onCommit does none', async () => {
    const given: number[] = [];
    await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          onCommit((_, records) => {
            given.push(...records.map(({ value }) => value));
          }),
        ),
      (test) => test.pipe('in', [{ key: 'a', value: 1 }]),
      { seeds: [1] },
    );
    expect(given).toEqual([1, 1, 1]);
  });
});
