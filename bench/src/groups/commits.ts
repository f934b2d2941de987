import type { BenchContext } from '../case.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { compare } from '../measure/compare.ts';
import type { Result } from '../measure/result.ts';
import type { Run } from '../measure/run.ts';
import type { Timing } from '../measure/timing.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { Condition, runMember } from './members.ts';

const timing: Timing = { warmupSeconds: 1, seconds: 3, rounds: 3 };
const membersPerPartition = 1 / 5;

/** Each caller commits in a partition of its own, again as soon as the commit before is acknowledged. */
function commit(context: BenchContext, callers: number): Promise<Run> {
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount: callers }, async ([name]) => {
      const topic = name as string;
      const owners = new Map<number, ReturnType<typeof runMember>>();
      const joined = new Condition();
      const members = Array.from({ length: Math.ceil(callers * membersPerPartition) }, () => {
        const member = runMember(
          engine,
          { group: `${topic}-commits`, topics: [topic] },
          (event) => {
            if (event.kind === 'ASSIGNMENT')
              for (const { partition } of event.partitions) owners.set(partition, member);
            joined.changed();
          },
          joined.failed,
        );
        return member;
      });
      const isShared = () => members.every(({ consumer }) => consumer.assignment.length === callers / members.length);
      await joined.wait(isShared);
      const run = await closedLoop({
        ...timing,
        callers,
        call: async (partition) => {
          await owners.get(partition)?.consumer.commit([{ topic, partition, nextOffset: 0 }]);
          return 1;
        },
      });
      await Promise.all(members.map((member) => member.close()));
      await engine.groups.delete(`${topic}-commits`);
      return run;
    }),
  );
}

/** Acknowledged commits a second. */
export function measureCommits(context: BenchContext): Promise<readonly Result[]> {
  return compare(
    context,
    [
      {
        name: 'commits, 100 waiting',
        run: () => commit(context, 100),
        options: { minRecordsPerSecond: 10_000, durability: 'fsynced' },
      },
      { name: 'commits, 1,000 waiting', run: () => commit(context, 1_000), options: { durability: 'fsynced' } },
    ],
    timing.rounds,
  );
}
