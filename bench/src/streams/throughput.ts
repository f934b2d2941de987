import type { Engine } from '@millrace/engine';
import type { BenchContext } from '../case.ts';
import { compare, type Entry } from '../measure/compare.ts';
import type { Result } from '../measure/result.ts';
import { settled } from '../measure/settled.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { drainByHand } from './by-hand.ts';
import { backlogRecords, contenders, type Topics } from './contenders.ts';
import { drain, fill, partitions } from './drain.ts';
import { drainByInstances } from './drain-by-instances.ts';
import { type Order, oneEach, orders } from './stream-data.ts';

export const throughputRounds = 3;

/** Runs `work` with topics that hold the backlog. */
export async function withBacklog<T>(
  context: BenchContext,
  work: (engine: Engine, topics: Topics) => Promise<T>,
): Promise<T> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { count: 4, partitionCount: partitions, config: { retentionMs: -1 } }, async (names) => {
      const [first, more, customers, out] = names as [string, string, string, string];
      await fill(engine, first, orders(context.records, backlogRecords));
      await fill(engine, more, orders(context.records, backlogRecords / 2, 3));
      await fill(engine, customers, oneEach(context.records));
      return work(engine, { orders: first, more, customers, out });
    }),
  );
}

export async function measureThroughput(context: BenchContext): Promise<readonly Result[]> {
  return withBacklog(context, (engine, topics) => {
    const byHand: Entry = {
      name: 'by hand: a consumer, JSON, a transaction a batch',
      run: () =>
        drainByHand(engine, topics.orders, topics.out, backlogRecords, (value) => {
          const order = JSON.parse(value) as Order;
          return Buffer.from(JSON.stringify({ large: order.total > 5_000, ...order }));
        }),
    };
    const entries = contenders.flatMap((contender): Entry[] => {
      const { name, goal, records, define } = contender;
      const options = { durability: 'fsynced', minRecordsPerSecond: goal } as const;
      return [
        { name, to: byHand.name, options, run: () => drain(engine, (app) => define(app, topics), records) },
        { name: `${name}: two instances`, to: name, options, run: () => drainByInstances(context, contender, topics) },
      ];
    });
    return compare(
      context,
      [byHand, ...entries].map((entry) => settled(context.postgres, entry)),
      throughputRounds,
    );
  });
}
