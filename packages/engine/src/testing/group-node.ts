import { randomUUID } from 'node:crypto';
import { type Logger, silentLogger, systemClock } from '@millrace/core';
import { type Database, Notifications } from '@millrace/database';
import { GroupCoordinator } from '../group/group-coordinator.ts';
import type { Subscription } from '../group/group-state.ts';
import type { JoinRequest, MemberAssignment, MemberHandle } from '../group/membership.ts';
import { SessionKeeper } from '../group/session-keeper.ts';
import { defaultLimits, type EngineLimits } from '../limits.ts';
import { Heartbeat } from '../node/heartbeat.ts';
import { WakeUps } from '../wake/wake-ups.ts';
import { until } from './wait.ts';

/** What a node is to groups: members, a heartbeat, an eye on the others; without the log. */
export interface GroupNode {
  readonly id: string;
  readonly coordinator: GroupCoordinator;
  /** Generations that this node has made. */
  readonly rebalances: string[];
  join(group: string, more?: Partial<JoinRequest> & MemberBehaviour): Promise<TestMember>;
  /** Stops without a word, as a killed process does: its members stay, its heartbeat stays as it is. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

interface MemberBehaviour {
  /** Does not release what is revoked: as if it had records that are not committed. */
  readonly holds?: boolean;
}

/** A member that owns partitions and reads nothing. */
export interface TestMember {
  readonly id: string;
  readonly handle: MemberHandle;
  /** All that it was told, in order. */
  readonly told: readonly (MemberAssignment | null)[];
  /** Units it owns and is not about to lose, by key; null: it was thrown out. */
  units(): readonly string[] | null;
  owns(units: readonly string[], limitMs?: number): Promise<void>;
  isOut(limitMs?: number): Promise<void>;
}

export interface GroupNodeOptions {
  readonly database: Database;
  readonly limits?: Partial<EngineLimits>;
  readonly logger?: Logger;
  /** Does not hear of what changes elsewhere. */
  readonly deaf?: boolean;
}

export async function startGroupNode(options: GroupNodeOptions): Promise<GroupNode> {
  const { database, logger = silentLogger, deaf = false } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const clock = systemClock;
  const id = randomUUID();
  const rebalances: string[] = [];
  const common = { database, pool: database.pool, clock, logger, limits };
  const observer = { rebalanced: (group: string) => void rebalances.push(group) };
  const coordinator = new GroupCoordinator({ ...common, nodeId: id, observer });
  const notifications = new Notifications({ database, clock, logger });
  const node = { id, role: 'test', hostname: 'here', processId: process.pid, version: '0', address: null };
  const heartbeat = new Heartbeat({ ...common, intervalMs: limits.heartbeatIntervalMs, node });
  const wakeUps = new WakeUps({ notifications, clock, intervalMs: limits.notifyIntervalMs, isAlone: () => true });
  await wakeUps.listen({
    appended() {},
    nodeStarted() {},
    catalogueChanged: (topic) => void (deaf || coordinator.topicChanged(topic)),
    groupChanged: (name) => void (deaf || coordinator.groupChanged(name)),
    logEpochRaised() {},
  });
  await heartbeat.start();
  const keeper = new SessionKeeper({ ...common, coordinator });
  const stop = async () => {
    await keeper.close();
    await coordinator.close();
    await notifications.close();
  };
  return {
    id,
    coordinator,
    rebalances,
    join: (group, more = {}) => joinMember(coordinator, limits, group, more),
    async kill() {
      await stop();
      heartbeat.stop();
    },
    async close() {
      await stop();
      await heartbeat.close();
    },
  };
}

async function joinMember(
  coordinator: GroupCoordinator,
  limits: EngineLimits,
  group: string,
  { holds = false, ...more }: Partial<JoinRequest> & MemberBehaviour,
): Promise<TestMember> {
  const told: (MemberAssignment | null)[] = [];
  const subscription: Subscription = more.subscription ?? { topics: ['t'] };
  const request: JoinRequest = {
    group,
    memberId: randomUUID(),
    clientId: 'test',
    instanceId: null,
    sessionTimeoutMs: limits.sessionTimeoutMs,
    revocationTimeoutMs: 10_000,
    ...more,
    subscription,
  };
  let handle: MemberHandle | undefined;
  const release = (assignment: MemberAssignment | null) => {
    const revoked = (assignment?.units ?? []).filter((unit) => unit.revokeDeadline !== null);
    if (!holds && revoked.length > 0) void handle?.release(revoked.map(({ unit }) => unit)).catch(() => {});
  };
  handle = await coordinator.join(request, (assignment) => {
    told.push(assignment);
    release(assignment);
  });
  release(told.at(-1) ?? null);
  const units = () => {
    const last = told.at(-1);
    return last?.units.filter((unit) => unit.revokeDeadline === null).map(({ unit }) => unit) ?? null;
  };
  return {
    id: request.memberId,
    handle,
    told,
    units,
    async owns(expected, limitMs) {
      const wanted = [...expected].sort().join(' ');
      await until(
        `${request.memberId} to own ${wanted || 'nothing'}`,
        () => [...(units() ?? ['out'])].sort().join(' ') === wanted,
        limitMs,
      ).catch((error: Error) => {
        throw new Error(`${error.message}; it owns ${units()?.join(' ') ?? 'nothing, it is out'}`);
      });
    },
    async isOut(limitMs) {
      await until(`${request.memberId} to hear that it is out`, () => told.at(-1) === null, limitMs);
    },
  };
}
