import type { GroupNode, GroupNodeOptions } from './group-node.ts';
import { startGroupNode } from './group-node.ts';
import { createTestEngine, type TestEngine, type TestEngineOptions } from './test-engine.ts';
import { until } from './wait.ts';
import type { WatchedDatabase } from './watched-database.ts';

/** A database with a topic `t` of four partitions, and nodes on it that have to do with groups. */
export interface GroupNodes {
  readonly log: TestEngine;
  node(options?: Partial<GroupNodeOptions>): Promise<GroupNode>;
  /** For SQL of the test's. */
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  generationOf(group: string): Promise<number | undefined>;
  /** Resolves once a session waits for a lock. */
  lockAwaited(): Promise<void>;
  /** Closes the nodes, but not the log. */
  close(): Promise<void>;
  /** Closes all and drops the database. */
  remove(): Promise<void>;
}

export async function createGroupNodes(options: TestEngineOptions = {}): Promise<GroupNodes> {
  // It makes topics and has no members; it looks after others' slowly, so that the tests' own nodes do.
  const log = await createTestEngine({ ...options, limits: { groupCheckIntervalMs: 3_600_000 } });
  await log.engine.topics.create({ name: 't', partitionCount: 4 });
  const nodes: GroupNode[] = [];
  const rows = async <Row>(sql: string, values: unknown[] = []) =>
    (await log.database.pool.query(sql, values)).rows as Row[];
  const close = async () => {
    for (const node of nodes.splice(0)) await node.close();
  };
  return {
    log,
    rows,
    async node(options = {}) {
      const started = await startGroupNode({ database: log.database, ...options });
      nodes.push(started);
      return started;
    },
    async generationOf(group) {
      const [found] = await rows<{ generation: number }>(
        'select generation from millrace.consumer_groups where name = $1',
        [group],
      );
      return found?.generation;
    },
    async lockAwaited() {
      await until('somebody to wait for a lock', async () => {
        const waiting = await rows(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
    },
    close,
    async remove() {
      await close();
      await log.remove();
    },
  };
}

/** Keys of a topic's units: `t/0`, `t/1`, … */
export const unitsOf = (topic: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${topic}/${i}`);

/** Transactions of groups that went through a database. */
export const groupTransactions = (watched: WatchedDatabase): number =>
  watched.statements.filter((text) => text.includes('from millrace.consumer_groups where name = $1 for update')).length;
