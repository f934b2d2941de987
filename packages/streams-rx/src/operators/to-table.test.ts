import { numberSerde, type Serde, stringSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { aggregate } from './aggregate.ts';
import { groupByKey } from './group-by-key.ts';
import { toTable } from './to-table.ts';

/** Numbers that can be told from those of another serde. */
const marked: Serde<number> = {
  serialize: (value) => stringSerde.serialize(`#${value}`),
  deserialize: (bytes) => Number(stringSerde.deserialize(bytes).slice(1)),
};
const sums = (app: TopologyApp, value?: Serde<number>) =>
  app.stream<string, number>('in').pipe(
    groupByKey(),
    aggregate(
      () => 0,
      (sum, more: number) => sum + more,
      value && { value },
    ),
  );
async function textIn(store: string, define: (app: TopologyApp) => unknown): Promise<string[]> {
  const driver = await TestDriver.open(define);
  driver.pipe('in', { key: 'k', value: 5 });
  await driver.run();
  return driver.entries(store).map(({ value }) => stringSerde.deserialize(value));
}

describe('the value option of toTable', () => {
  it('is refused where it would be lost: behind an operator whose store is only named', async () => {
    await expect(
      TestDriver.open((app) => sums(app).pipe(toTable('sums', { value: numberSerde }))),
    ).rejects.toMatchObject({
      code: 'INVALID_TOPOLOGY',
      message: expect.stringMatching(/^toTable\("sums", \{ value \}\) only names the store of aggregate-0001/),
    });
    expect(await textIn('sums', (app) => sums(app, marked).pipe(toTable('sums', { value: marked })))).toEqual(['#5']);
  });

  it('counts for a further store, and for one of a stream', async () => {
    const further = (app: TopologyApp) => sums(app).pipe(toTable('sums'), toTable('marked', { value: marked }));
    expect([await textIn('sums', further), await textIn('marked', further)]).toEqual([['5'], ['#5']]);
    const ofStream = (app: TopologyApp) => app.stream('in').pipe(toTable('marked', { value: marked }));
    expect(await textIn('marked', ofStream)).toEqual(['#5']);
  });
});
