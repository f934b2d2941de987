import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from '../engine.ts';
import { appendConformance } from './append.conformance.ts';
import { closeConformance } from './close.conformance.ts';
import { consumerConformance } from './consumer.conformance.ts';
import { consumerCommitsConformance } from './consumer-commits.conformance.ts';
import { consumerEndsConformance } from './consumer-ends.conformance.ts';
import { consumerPositionsConformance } from './consumer-positions.conformance.ts';
import { deleteRecordsConformance } from './delete-records.conformance.ts';
import { fetchConformance } from './fetch.conformance.ts';
import { limitsConformance } from './limits.conformance.ts';
import type { LogStore, Subject } from './log-store.ts';
import { offsetsByTimeConformance } from './offsets-by-time.conformance.ts';
import { pageConformance } from './page.conformance.ts';
import { producerConformance } from './producer.conformance.ts';
import { readConformance } from './read.conformance.ts';
import { recordConformance } from './record.conformance.ts';
import { topicsConformance } from './topics.conformance.ts';
import { transactionConformance } from './transaction.conformance.ts';

/**
 * What every log behind the engine's door must hold, whatever it is stored in. `makeStore` makes an empty log; the suite
 * removes it.
 */
export function engineConformance(name: string, makeStore: () => Promise<LogStore>): void {
  describe(name, () => {
    let store: LogStore;
    let engine: Engine;
    const subject: Subject = {
      get store() {
        return store;
      },
      get engine() {
        return engine;
      },
      async topic(partitionCount = 1, config = {}) {
        const topic = `t-${randomBytes(6).toString('hex')}`;
        await engine.topics.create({ name: topic, partitionCount, config });
        return topic;
      },
    };
    beforeAll(async () => {
      store = await makeStore();
      engine = await store.node();
    });
    afterAll(() => store?.remove());

    topicsConformance(subject);
    appendConformance(subject);
    recordConformance(subject);
    limitsConformance(subject);
    fetchConformance(subject);
    readConformance(subject);
    pageConformance(subject);
    offsetsByTimeConformance(subject);
    deleteRecordsConformance(subject);
    consumerConformance(subject);
    consumerEndsConformance(subject);
    consumerPositionsConformance(subject);
    consumerCommitsConformance(subject);
    producerConformance(subject);
    transactionConformance(subject);
    closeConformance(subject);
  });
}
