import { silentLogger, systemClock } from '@millrace/core';
import { type Database, Notifications } from '@millrace/database';
import { CommitLane } from '../commit/commit-lane.ts';
import { KnownEnds } from '../commit/known-ends.ts';
import { type GroupAdminOptions, PostgresGroupAdmin } from '../group/group-admin.ts';
import { defaultLimits } from '../limits.ts';
import { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { startGroupNode } from './group-node.ts';

export interface TestGroupAdmin {
  readonly admin: PostgresGroupAdmin;
  readonly notifications: Notifications;
  close(): Promise<void>;
}

/** A node that looks after groups, without consumers of its own. */
export async function createTestGroupAdmin(
  database: Database,
  more: Partial<GroupAdminOptions> = {},
): Promise<TestGroupAdmin> {
  const common = { database, clock: systemClock, logger: silentLogger, limits: defaultLimits };
  const node = await startGroupNode({ database });
  const committer = new CommitLane({ ...common, observer: { committed() {}, commitLatency() {} } });
  const notifications = new Notifications(common);
  const admin = new PostgresGroupAdmin({
    ...common,
    catalogue: new TopicCatalogue(database.pool),
    notifications,
    committer,
    knownEnds: new KnownEnds(database.pool),
    consumers: { find: () => undefined },
    coordinator: node.coordinator,
    ...more,
  });
  await notifications.listen('millrace_groups', { notified: (name) => admin.groupChanged(name) });
  return {
    admin,
    notifications,
    async close() {
      await admin.close(new Error('closed'));
      await committer.close();
      await notifications.close();
      await node.close();
    },
  };
}
