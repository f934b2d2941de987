import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadlocksOf } from '../testing/deadlocks.ts';
import type { GroupNode, TestMember } from '../testing/group-node.ts';
import { createGroupNodes, type GroupNodes, groupTransactions, unitsOf } from '../testing/group-nodes.ts';
import { random } from '../testing/random.ts';
import { until } from '../testing/wait.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';

let groups: GroupNodes;

beforeEach(async () => {
  groups = await createGroupNodes({ countDeadlocks: true });
});

afterEach(() => groups.remove());

describe('members that come and go at random, over three nodes, beside commits', () => {
  it('G1 L5: no deadlock, no unit without an owner or with two, all even in the end', async () => {
    const chance = random(7);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;
    const three = [await groups.node(), await groups.node(), await groups.node()];
    await groups.log.engine.topics.create({ name: 'wide', partitionCount: 30 });
    const subscription = { topics: ['t', 'wide'] };
    const members: TestMember[] = [await (three[0] as GroupNode).join('g', { subscription })];
    let over = false;
    // Locks what commits lock, as commits do: some rows, by partition.
    const commits = Array.from({ length: 3 }, async () => {
      const client = await groups.log.database.connect();
      while (!over) {
        await client.query('begin');
        await client.query(
          'select from millrace.group_partitions where random() < 0.3 order by group_id, partition_id for no key update',
        );
        await client.query('commit');
      }
      await client.end();
    });
    const changes: Promise<unknown>[] = [];
    for (let i = 0; i < 60; i++) {
      if (members.length < 2 || chance() < 0.55) {
        const joining = pick(three).join('g', { subscription });
        changes.push(joining.then((member) => members.push(member)));
      } else {
        const [member] = members.splice(Math.floor(chance() * members.length), 1);
        changes.push((member as TestMember).handle.leave());
      }
      if (chance() < 0.5) await Promise.race(changes.slice(-1));
    }
    await Promise.all(changes);
    const share = Math.floor(34 / members.length);
    await until('all to be shared out', () => {
      const owned = members.flatMap((member) => member.units() ?? []);
      const shares = members.map((member) => member.units()?.length ?? 0);
      return owned.length === 34 && new Set(owned).size === 34 && Math.min(...shares) === share;
    });
    over = true;
    await Promise.all(commits);
    for (const member of members) expect(member.told).not.toContain(null);
    await groups.close();
    expect(await deadlocksOf(groups.log)).toBe(0);
  });
});

describe('many members', () => {
  it('200 that join 600 partitions from two nodes cost a handful of transactions, and so do their leaving', async () => {
    await groups.log.engine.topics.create({ name: 'wide', partitionCount: 600 });
    const watched = [watchDatabase(groups.log.database), watchDatabase(groups.log.database)];
    const [a, b] = [
      await groups.node({ database: watched[0] as WatchedDatabase }),
      await groups.node({ database: watched[1] as WatchedDatabase }),
    ];
    const subscription = { topics: ['wide'] };
    const count = () => watched.map(groupTransactions);
    const startedAt = performance.now();
    const members = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 ? a : b).join('g', { subscription })),
    );
    await until('three each', () => members.every((member) => member.units()?.length === 3), 30_000);
    const joinedIn = Math.round(performance.now() - startedAt);
    const joins = count();
    expect(new Set(members.flatMap((member) => member.units())).size).toBe(600);
    expect(Math.max(...joins)).toBeLessThanOrEqual(10);

    for (const each of watched) each.reset();
    const leftAt = performance.now();
    const staying = members.slice(0, 100);
    await Promise.all(members.slice(100).map((member) => member.handle.leave()));
    await until('six each', () => staying.every((member) => member.units()?.length === 6), 30_000);
    console.log(
      `200 members × 600 partitions: joined in ${joinedIn} ms, ${joins.join(' + ')} transactions; ` +
        `half of them left in ${Math.round(performance.now() - leftAt)} ms, ${count().join(' + ')} transactions`,
    );
    expect(Math.max(...count())).toBeLessThanOrEqual(10);
  });

  it('20 groups on one topic all follow when it grows', async () => {
    const a = await groups.node();
    const members = await Promise.all(Array.from({ length: 20 }, (_, i) => a.join(`g${i}`)));
    await groups.log.engine.topics.update({ name: 't', partitionCount: 6 });
    for (const member of members) await member.owns(unitsOf('t', 6));
  });
});
