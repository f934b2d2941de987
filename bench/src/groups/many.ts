import type { BenchContext } from '../case.ts';
import { Latency } from '../measure/latency.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { countTransactions } from '../servers/transaction-count.ts';
import { Condition, runMember } from './members.ts';

const memberCount = 200;
const unitCount = 600;
const groupCount = 1_000;
const groupsPartitionCount = 6;
const recordsPerSecond = 10;
const seconds = 10;

/** 200 members that come at once to one group over 600 partitions, until each has its three. */
export async function measureManyMembers(context: BenchContext): Promise<Result> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount: unitCount }, async ([name]) => {
      const topic = name as string;
      const group = `${topic}-members`;
      const condition = new Condition();
      const latency = new Latency();
      const postgres = await context.postgres.connect();
      const before = await countTransactions(postgres);
      const began = performance.now();
      const members = Array.from({ length: memberCount }, () => {
        let settled = false;
        const member = runMember(
          engine,
          { group, topics: [topic] },
          (event) => {
            if (event.kind !== 'ASSIGNMENT') return;
            if (!settled && event.partitions.length === unitCount / memberCount) {
              settled = true;
              latency.record(performance.now() - began);
            }
            condition.changed();
          },
          condition.failed,
        );
        return member;
      });
      await condition.wait(() =>
        members.every(({ consumer }) => consumer.assignment.length === unitCount / memberCount),
      );
      const took = performance.now() - began;
      const transactions = (await countTransactions(postgres)) - before;
      await postgres.end();
      await Promise.all(members.map((member) => member.close()));
      await engine.groups.delete(group);
      const run = { records: 0, seconds: 1, p50Ms: latency.percentileMs(50), p99Ms: latency.percentileMs(99) };
      return {
        ...resultOf(`${memberCount} members join at once, ${unitCount} partitions: each has its three`, [run]),
        recordsPerSecond: null,
        goals: [
          { text: `all within ${(took / 1000).toFixed(1)} s, ${transactions} transactions`, reached: took < 10_000 },
        ],
      };
    }),
  );
}

/** 1,000 groups of one member each on one topic, each of which commits every batch. */
export async function measureManyGroups(context: BenchContext): Promise<Result> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount: groupsPartitionCount }, async ([name]) => {
      const topic = name as string;
      const condition = new Condition();
      const latency = new Latency();
      let committed = 0;
      const members = Array.from({ length: groupCount }, (_, i) =>
        runMember(
          engine,
          { group: `${topic}-${i}`, topics: [topic] },
          async (event, consumer) => {
            condition.changed();
            if (event.kind !== 'RECORDS') return;
            for (const { value } of event.batch) latency.record(performance.now() - Number(Buffer.from(value ?? [])));
            await consumer.commit(event);
            committed += event.batch.count;
            condition.changed();
          },
          condition.failed,
        ),
      );
      await condition.wait(() => members.every(({ consumer }) => consumer.assignment.length === groupsPartitionCount));
      context.progress(`${groupCount} groups, ${recordsPerSecond} records/s for ${seconds} s`);
      const began = performance.now();
      const total = recordsPerSecond * seconds;
      for (let i = 0; i < total; i++) {
        const due = began + (i * 1000) / recordsPerSecond;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        void engine.append({
          topic,
          records: [{ key: null, value: Buffer.from(String(due)), partition: i % groupsPartitionCount }],
        });
      }
      await condition.wait(() => committed >= total * groupCount);
      const took = (performance.now() - began) / 1000;
      await Promise.all(members.map((member) => member.close()));
      for (let i = 0; i < groupCount; i++) await engine.groups.delete(`${topic}-${i}`);
      const run = {
        records: committed,
        seconds: took,
        p50Ms: latency.percentileMs(50),
        p99Ms: latency.percentileMs(99),
      };
      return resultOf(`${groupCount} groups on one topic, each record delivered and committed in each`, [run], {
        maxP99Ms: 1_000,
        durability: 'fsynced',
      });
    }),
  );
}
