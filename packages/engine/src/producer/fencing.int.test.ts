import { isMillraceError } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import type { Producer } from './producer.ts';

let t: TestEngine;

beforeEach(async () => {
  t = await createTestEngine({ limits: { sequenceWaitMs: 10_000 } });
  await t.engine.topics.create({ name: 't', partitionCount: 2 });
});

afterEach(() => t?.remove());

const ends = async () => (await t.engine.topics.bounds('t')).map(({ endOffset }) => endOffset);

/** Appends call after call, several at a time, until it is fenced; gives how many were appended. */
function appendUntilFenced(node: Engine, producer: Producer): { appended: () => number; ended: Promise<void> } {
  let sequence = 0;
  let appended = 0;
  const worker = async () => {
    for (;;) {
      try {
        await node.append({
          topic: 't',
          records: [record(null, 'old')],
          producer: { ...producer, sequence: sequence++ },
        });
        appended += 1;
      } catch (error) {
        if (isMillraceError(error, 'PRODUCER_FENCED')) return;
        throw error;
      }
    }
  };
  return { appended: () => appended, ended: Promise.all([0, 1, 2, 3].map(worker)).then(() => undefined) };
}

describe('L31: a producer whose transactional id was taken over', () => {
  it('appends nothing any more once initProducer has returned, whatever was on its way', async () => {
    const other = await t.node({ limits: { sequenceWaitMs: 10_000 } });
    for (let round = 0; round < 8; round++) {
      const older = await t.engine.initProducer({ transactionalId: 'x' });
      const writing = appendUntilFenced(round % 2 ? t.engine : other, older);
      await until('calls to be appended', () => writing.appended() > 20 + round * 7);
      await t.engine.initProducer({ transactionalId: 'x' });
      const before = await ends();
      await within(writing.ended, 'the older one to be fenced', 30_000);
      expect(await ends()).toEqual(before);
    }
  });

  it('keeps no other call of its flushes from being appended', async () => {
    const older = await t.engine.initProducer({ transactionalId: 'x' });
    const writing = appendUntilFenced(t.engine, older);
    const others = Array.from({ length: 200 }, () => t.engine.append({ topic: 't', records: [record('k', 'other')] }));
    await t.engine.initProducer({ transactionalId: 'x' });
    await Promise.all(others);
    await writing.ended;
  });
});
