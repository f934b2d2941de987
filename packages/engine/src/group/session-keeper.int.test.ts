import { migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres, startProxy } from '@millrace/database/testing';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { type GroupNode, type GroupNodeOptions, startGroupNode } from '../testing/group-node.ts';
import { startGroupProcess } from '../testing/group-process.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import { watchDatabase } from '../testing/watched-database.ts';

/** Many heartbeats, so that who lives is not thrown out on a busy machine. */
const sessionTimeoutMs = 2_500;
/** What a busy machine may take on top of a session timeout: a look that comes late is followed by one more of them. */
const busyMs = 20_000;
const limits = { heartbeatIntervalMs: 200, sessionTimeoutMs, groupCheckIntervalMs: 50 };

let log: TestEngine;
let nodes: GroupNode[];
/** What reads and changes the database beside the nodes. */
let rows: <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

beforeEach(async () => {
  // A node without members, that also looks; slowly, so that the tests' own nodes do it.
  log = await createTestEngine({ limits: { groupCheckIntervalMs: 3_600_000 } });
  rows = async (sql, values = []) => (await log.database.pool.query(sql, values)).rows;
  nodes = [];
  await log.engine.topics.create({ name: 't', partitionCount: 4 });
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await log.remove();
});

async function node(options: Partial<GroupNodeOptions> = {}): Promise<GroupNode> {
  const started = await startGroupNode({
    database: log.database,
    ...options,
    limits: { ...limits, ...options.limits },
  });
  nodes.push(started);
  return started;
}

const all = ['t/0', 't/1', 't/2', 't/3'];

/** Waits until the nodes have been quiet for a session timeout: from then on they throw out whoever is silent. */
async function quiet(): Promise<void> {
  const startedAt = performance.now();
  await until('a session timeout to pass', () => performance.now() - startedAt > sessionTimeoutMs + 100);
}

/** How long after the node's last heartbeat its members were seen gone; database time, ms. */
async function silenceUntilOut(nodeId: string): Promise<number> {
  return until('the members of the silent node to be out', async () => {
    const [found] = await rows<{ silence: string | null; members: number }>(
      `select (select millrace.now() - (extract(epoch from heartbeat_at) * 1000)::bigint from millrace.nodes where id = $1) as silence,
              (select count(*)::integer from millrace.group_members where node_id = $1) as members`,
      [nodeId],
    );
    return found?.members === 0 && found.silence !== null ? Number(found.silence) : undefined;
  });
}

/** Sets the database's clock on or back, as far as anybody in it can tell. */
const shiftClock = (ms: number) =>
  rows(`create or replace function millrace.now() returns bigint language sql volatile parallel safe
        return (extract(epoch from clock_timestamp()) * 1000)::bigint + (${Math.trunc(ms)})::bigint`);

describe('G16: a node that is silent', () => {
  it('loses its members when the session timeout is over, not before; they are shared out', async () => {
    const [a, b] = [await node(), await node()];
    await quiet();
    const staying = await a.join('g');
    const lost = await b.join('g');
    await until('both to own two', () => staying.units()?.length === 2 && lost.units()?.length === 2);
    await b.kill();
    const silence = await silenceUntilOut(b.id);
    expect(silence).toBeGreaterThanOrEqual(sessionTimeoutMs);
    expect(silence).toBeLessThan(sessionTimeoutMs + busyMs);
    await staying.owns(all);
  });

  it('each member by its own session timeout', async () => {
    const [a, b] = [await node(), await node()];
    await quiet();
    const staying = await a.join('g');
    const patient = await b.join('g', { sessionTimeoutMs: 600_000 });
    await b.join('g');
    await until('all to own some', () => staying.units()?.length === 1 || staying.units()?.length === 2);
    await b.kill();
    await until('one of the two to be out', async () => {
      const left = await rows<{ id: string }>('select id from millrace.group_members where node_id = $1', [b.id]);
      return left.length === 1 && left[0]?.id === patient.id;
    });
    await until('its units to be shared out', () => staying.units()?.length === 2);
  });

  it('that said goodbye and left members behind: at once', async () => {
    const [a, b] = [await node(), await node()];
    await quiet();
    const staying = await a.join('g');
    await b.join('g', { sessionTimeoutMs: 600_000 });
    await b.close();
    await staying.owns(all);
  });

  it('killed with -9 in a process of its own', async () => {
    const a = await node();
    const staying = await a.join('g');
    const process = await startGroupProcess({ url: log.test.url, group: 'g', limits });
    onTestFinished(() => void process.child.kill('SIGKILL'));
    await process.told(2);
    await until('the others', () => staying.units()?.length === 2);
    const killedAt = performance.now();
    process.child.kill('SIGKILL');
    await staying.owns(all);
    expect(performance.now() - killedAt).toBeLessThan(sessionTimeoutMs + busyMs);
  });

  it('frozen (SIGSTOP) past its session timeout: others have its partitions, and awake it hears that it is out', async () => {
    const a = await node();
    const staying = await a.join('g');
    const process = await startGroupProcess({ url: log.test.url, group: 'g', limits });
    onTestFinished(() => void process.child.kill('SIGKILL'));
    await process.told(2);
    process.child.kill('SIGSTOP');
    await staying.owns(all);
    process.child.kill('SIGCONT');
    await process.told('out');
    expect(staying.units()).toEqual(all);
  });

  it('that beats again while its removal waits for the group is not removed', async () => {
    const [a, b] = [
      await node(),
      await node({ limits: { heartbeatIntervalMs: 3_600_000, groupCheckIntervalMs: 3_600_000 } }),
    ];
    const staying = await a.join('g');
    const silent = await b.join('g');
    // It beats until the group is held: before that its session must not be over.
    const beat = () => rows('update millrace.nodes set heartbeat_at = now() where id = $1', [b.id]);
    await until('both to own two', async () => {
      await beat();
      return staying.units()?.length === 2 && silent.units()?.length === 2;
    });
    const blocker = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await blocker.query('begin; select from millrace.consumer_groups for update');
    // Silent for a session timeout: the removal is on its way and waits.
    await until('somebody to wait for the group', async () => {
      const waiting = await rows(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    await beat();
    await blocker.query('rollback');
    await blocker.end();
    // Behind the removal in the group's queue.
    expect(await a.coordinator.removeMember('g', '00000000-0000-0000-0000-000000000000')).toBe(false);
    expect(silent.told.at(-1)).not.toBeNull();
    expect(await rows('select from millrace.group_members where node_id = $1', [b.id])).toHaveLength(1);
  });

  it('without members anywhere a look is one statement that finds nothing', async () => {
    const watched = watchDatabase(log.database);
    await node({ database: watched });
    watched.reset();
    await until('some looks', () => watched.statements.length >= 6);
    const others = watched.statements.filter((text) => !text.includes('clock.now') && !text.includes('millrace.nodes'));
    expect(others).toEqual([]);
  });
});

describe('G19: static members that are away', () => {
  it('keep their units for their session timeout, and lose them then', async () => {
    const a = await node();
    await quiet();
    const staying = await a.join('g');
    const away = await a.join('g', { instanceId: 'one' });
    await until('both to own two', () => staying.units()?.length === 2 && away.units()?.length === 2);
    const leftAt = performance.now();
    await away.handle.leave();
    await staying.owns(all);
    expect(performance.now() - leftAt).toBeGreaterThanOrEqual(sessionTimeoutMs);
  });
});

describe('G8: the deadline of a revocation', () => {
  it('passes: the unit moves without its owner having released it', async () => {
    const [a, b] = [await node(), await node()];
    const first = await a.join('g', { holds: true, revocationTimeoutMs: 400 });
    const startedAt = performance.now();
    const second = await b.join('g');
    await until('two to move', () => second.units()?.length === 2);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(400);
    await first.owns(all.filter((unit) => !second.units()?.includes(unit)));
  });
});

describe('G21: clocks that jump, and nodes that could not look', () => {
  it.each([3_600_000, -3_600_000])(
    'by %d ms: who beats stays, who is dead is out when a session timeout is over',
    async (ms) => {
      const [a, b] = [await node(), await node()];
      await quiet();
      const staying = [await a.join('g'), await a.join('g')];
      const lost = await b.join('g');
      await until('all to own some', () => [...staying, lost].every((member) => (member.units()?.length ?? 0) > 0));
      await b.kill();
      const jumpedAt = performance.now();
      await shiftClock(ms);
      await until('the dead to be out', async () => {
        const left = await rows('select from millrace.group_members where node_id = $1', [b.id]);
        return left.length === 0;
      });
      expect(performance.now() - jumpedAt).toBeGreaterThanOrEqual(sessionTimeoutMs - 100);
      expect(performance.now() - jumpedAt).toBeLessThan(2 * sessionTimeoutMs + busyMs);
      await until('all to be shared out', () => staying.every((member) => member.units()?.length === 2));
      for (const member of staying) expect(member.told).not.toContain(null);
    },
  );

  it('back: a revocation does not last for as long as the clock was set back, nor a static member away', async () => {
    const [a, b] = [await node(), await node()];
    await quiet();
    const first = await a.join('g', { holds: true, revocationTimeoutMs: 60_000 });
    const away = await a.join('g', { instanceId: 'one' });
    await until('the first to be told', () => first.told.at(-1)?.units.some((unit) => unit.revokeDeadline !== null));
    await away.handle.leave();
    await shiftClock(-3_600_000);
    await until(
      'the revocation to be over',
      () => first.units()?.length === 2 && first.told.at(-1)?.units.length === 2,
    );
    await until('the static member to be out', async () => {
      const left = await rows('select from millrace.group_members where instance_id is not null');
      return left.length === 0;
    });
    const second = await b.join('g');
    expect(second.told.at(-1)).not.toBeNull();
  });

  it('a node that has just started knows nothing of before: it throws nobody out for a session timeout', async () => {
    const b = await node();
    await b.join('g');
    await b.kill();
    await rows(`update millrace.nodes set heartbeat_at = heartbeat_at - interval '1 minute' where id = $1`, [b.id]);
    const startedAt = performance.now();
    const a = await node();
    const member = await a.join('g');
    await member.owns(all);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(sessionTimeoutMs);
  });

  it('a node that was cut off is out; back again it throws nobody out before all had time to beat', async () => {
    const proxy = await startProxy(log.test.url);
    const database = await openDatabase({ url: proxy.url });
    const [a, cutOff] = [await node(), await node({ database })];
    await quiet();
    const staying = await a.join('g');
    const lost = await cutOff.join('g');
    await until('both to own two', () => staying.units()?.length === 2 && lost.units()?.length === 2);
    proxy.freeze();
    await staying.owns(all);
    proxy.cut();
    await lost.isOut();
    expect(staying.told).not.toContain(null);
    await nodes.pop()?.close();
    await database.close();
    await proxy.close();
  });
});

describe('Postgres restarted in mid-rebalance', () => {
  it('nobody is thrown out, and all have their share afterwards', async () => {
    const server = await startEmbeddedPostgres({ database: 'groups' });
    const database = await openDatabase({ url: server.url });
    await migrate(database);
    const engine = await createEngine({ database });
    await engine.topics.create({ name: 't', partitionCount: 24 });
    const open = [await startGroupNode({ database, limits }), await startGroupNode({ database, limits })];
    const [a, b] = open as [GroupNode, GroupNode];
    onTestFinished(async () => {
      for (const each of open) await each.close();
      await engine.close();
      await database.close();
      await server.remove();
    });
    const members = await Promise.all([a.join('g'), b.join('g'), a.join('g')]);
    const joining = Array.from({ length: 5 }, (_, i) => (i % 2 ? a : b).join('g'));
    await until('the rebalance to begin', () => members.some((member) => (member.units()?.length ?? 0) < 8));
    await server.kill();
    await server.server.start();
    members.push(...(await within(Promise.all(joining), 'the members to join', 30_000)));
    await until('three each', () => members.every((member) => member.units()?.length === 3), 30_000);
    expect(new Set(members.flatMap((member) => member.units())).size).toBe(24);
    for (const member of members) expect(member.told).not.toContain(null);
  }, 90_000);
});
