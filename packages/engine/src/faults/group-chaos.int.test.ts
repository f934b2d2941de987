import { afterEach, describe, expect, it } from 'vitest';
import { type ConsumerProcess, type ConsumerReport, startConsumerProcess } from '../testing/consumer-process.ts';
import { random } from '../testing/random.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

/** CI gives it two minutes; by itself it is shorter. */
const seconds = Number(process.env.MILLRACE_CHAOS_SECONDS ?? 20);
const seed = Number(process.env.MILLRACE_CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 31));

const group = 'chaos';
const partitionCount = 12;
const recordsPerCall = 20;
/** Often enough that a commit is under way whenever a partition moves; more would only take the processors from the nodes. */
const writeEveryMs = 20;
/** Short, so that sessions are over often; two heartbeats fit in. */
const limits = { sessionTimeoutMs: 2_000, heartbeatIntervalMs: 500 };

let log: TestEngine;
const processes: ConsumerProcess[] = [];

afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await ended;
  }
  await log?.remove();
});

interface Commit {
  readonly partition: number;
  readonly nextOffset: number;
  readonly member: string;
  readonly generation: number;
}

/** All commits there ever were, in the order in which they were committed in each partition. */
async function readCommits(): Promise<Commit[]> {
  const { pool } = log.database;
  const { rows: tables } = await pool.query<{ id: number }>('select id from millrace.offset_tables order by id');
  const found: Commit[] = [];
  for (const { id } of tables) {
    const { rows } = await pool.query<{ partition: number; next_offset: string; metadata: string }>(
      `select p.index as partition, c.next_offset, c.metadata from millrace_segments.o${id} c
       join millrace.partitions p on p.id = c.partition_id
       join millrace.consumer_groups g on g.id = c.group_id and g.name = '${group}' order by c.id`,
    );
    for (const { partition, next_offset, metadata } of rows) {
      found.push({ partition, nextOffset: Number(next_offset), ...JSON.parse(metadata) });
    }
  }
  return found;
}

/** What was delivered of a partition, member by member, in the order of each. */
function deliveries(reports: readonly ConsumerReport[], partition: number) {
  const byMember = new Map<string, { from: number; to: number; generation: number }[]>();
  for (const said of reports) {
    if (said.kind !== 'DELIVERED' || said.partition !== partition) continue;
    byMember.set(said.member, [...(byMember.get(said.member) ?? []), said]);
  }
  return byMember;
}

describe('a group whose members and nodes start, stop, freeze and die at random under load', () => {
  it(
    `G1 G9 G10 G16 G18: skips nothing, keeps the order, has one committing owner a partition (seed ${seed}, ${seconds} s)`,
    async () => {
      console.log(`chaos: MILLRACE_CHAOS_SEED=${seed} MILLRACE_CHAOS_SECONDS=${seconds}`);
      const chance = random(seed);
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
      log = await createTestEngine();
      await log.engine.topics.create({ name: 't', partitionCount });

      let number = 0;
      const alive = new Set<ConsumerProcess>();
      const done: Record<string, number> = {};
      const start = () => {
        const name = `node ${++number}`;
        const members = 1 + Math.floor(chance() * 3);
        const node = startConsumerProcess({ url: log.test.url, group, topic: 't', name, members, limits });
        processes.push(node);
        alive.add(node);
        void node.ended.then(() => alive.delete(node));
      };
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const actions = {
        start,
        stop: (node: ConsumerProcess) => void node.child.kill('SIGTERM'),
        kill: (node: ConsumerProcess) => void node.child.kill('SIGKILL'),
        join: (node: ConsumerProcess) => node.tell('join'),
        leave: (node: ConsumerProcess) => node.tell('leave'),
        // For less than the session timeout, or for longer: then it wakes up thrown out, with commits it still wants to make.
        freeze: async (node: ConsumerProcess) => {
          node.child.kill('SIGSTOP');
          await wait(200 + chance() * 4_000);
          node.child.kill('SIGCONT');
        },
      };

      const writing = new AbortController();
      let written = 0;
      const writer = (async () => {
        while (!writing.signal.aborted) {
          const records = Array.from({ length: recordsPerCall }, (_, i) =>
            record(null, String(written + i), { partition: (written + i) % partitionCount }),
          );
          await log.engine.append({ topic: 't', records });
          written += recordsPerCall;
          await wait(writeEveryMs);
        }
      })();

      for (let i = 0; i < 3; i++) start();
      const stopAt = performance.now() + seconds * 1000;
      // On a machine that is busy with other things it goes on until something was taken over.
      while (performance.now() < stopAt || changesOfHands(await readCommits()) === 0) {
        await wait(100 + chance() * 900);
        // A few at least, and not more than two cores can carry.
        const names = alive.size < 2 ? ['start'] : alive.size > 4 ? ['stop', 'kill'] : Object.keys(actions);
        const name = pick(names) as keyof typeof actions;
        const node = pick([...alive]);
        done[name] = (done[name] ?? 0) + 1;
        if (name === 'start') start();
        else if (node) void actions[name](node);
      }
      writing.abort();
      await writer;
      for (const { child } of alive) child.kill('SIGCONT');
      if (alive.size < 2) start();

      // What is left is read and committed by whoever lives.
      await until(
        'the group to have committed all that was written',
        async () => {
          if (alive.size === 0) start();
          return (await log.engine.groups.describe(group))?.lag === 0;
        },
        60_000,
      );
      const ends = await log.engine.topics.bounds('t');
      for (const { child } of alive) child.kill('SIGTERM');
      await within(Promise.all(processes.map(({ ended }) => ended)), 'all nodes to end', 30_000);

      const reports = processes.flatMap((node) => node.reports);
      const commits = await readCommits();
      const refused = reports.flatMap((said) => (said.kind === 'REFUSED' || said.kind === 'ENDED' ? [said.code] : []));
      console.log('chaos:', JSON.stringify(done), `${number} nodes, ${written} records, ${commits.length} commits,`);
      console.log('chaos: refused', JSON.stringify(countOf(refused)));
      expect(
        refused.filter((code) => !/^(FENCED_MEMBER|ILLEGAL_GENERATION|UNKNOWN_MEMBER|SHUTTING_DOWN)$/.test(code)),
      ).toEqual([]);

      for (let partition = 0; partition < partitionCount; partition++) {
        const end = ends[partition]?.endOffset as number;
        const mine = commits.filter((commit) => commit.partition === partition);
        // One committing owner: in the order of commits an ownership, once left, never comes back.
        const owners = mine.map(({ member, generation }) => `${generation}/${member}`);
        const changes = owners.filter((owner, i) => owner !== owners[i - 1]);
        expect(new Set(changes).size, `owners of partition ${partition} in the order of their commits`).toBe(
          changes.length,
        );
        const generations = mine.map(({ generation }) => generation);
        expect(generations).toEqual(generations.toSorted((a, b) => a - b));

        const seen = new Uint8Array(end);
        for (const [member, batches] of deliveries(reports, partition)) {
          let expected: number | undefined;
          for (const { from, to, generation } of batches) {
            if (from !== expected) {
              // It has just got the partition: it reads on from what was committed before, not behind it.
              const before = mine
                .filter((commit) => commit.generation <= generation)
                .map(({ nextOffset }) => nextOffset);
              expect([0, ...before], `where ${member} began in partition ${partition}`).toContain(from);
            }
            expected = to;
            seen.fill(1, from, to);
          }
        }
        expect(seen.indexOf(0), `a record of partition ${partition} that nobody got`).toBe(-1);
        expect(mine.at(-1)?.nextOffset).toBe(end);
      }
      expect(changesOfHands(commits)).toBeGreaterThan(0);
    },
    (seconds + 150) * 1000,
  );
});

function countOf(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** How often a partition was committed by somebody else than before: without any the test would show nothing. */
function changesOfHands(commits: readonly Commit[]): number {
  const last = new Map<number, string>();
  let changes = 0;
  for (const { partition, member } of commits) {
    if (last.has(partition) && last.get(partition) !== member) changes += 1;
    last.set(partition, member);
  }
  return changes;
}
