import type {
  ConsumerGroup,
  ConsumerGroupState,
  ConsumerGroupSummary,
  Engine,
  GroupMemberInfo,
  GroupPartitionInfo,
  TopicPartition,
} from '@millrace/engine';
import type { GqlConsumerGroupPartition, GqlResolvers } from '../../generated/resolver-types.ts';

/** A group as the schema's `ConsumerGroup`; what a summary does not have is asked once, and only if it is selected. */
export class GroupView {
  readonly id: string;
  readonly state: ConsumerGroupState;
  readonly generation: number;
  readonly createdAt: Date;
  readonly memberCount: number;
  readonly topics: readonly string[];
  readonly lag: number;
  readonly lagMs: number;
  readonly #engine: Engine;
  #group: Promise<ConsumerGroup | null> | undefined;
  #hosts: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(group: ConsumerGroup | ConsumerGroupSummary, engine: Engine) {
    this.id = group.name;
    this.state = group.state;
    this.generation = group.generation;
    this.createdAt = group.createdAt;
    this.memberCount = group.memberCount;
    this.topics = group.topics;
    this.lag = group.lag;
    this.lagMs = group.lagMs;
    this.#engine = engine;
    if ('members' in group) this.#group = Promise.resolve(group);
  }

  async members(): Promise<MemberView[]> {
    return ((await this.#described())?.members ?? []).map((member) => new MemberView(member, this));
  }

  async partitions(): Promise<GqlConsumerGroupPartition[]> {
    return ((await this.#described())?.partitions ?? []).map(viewPartition);
  }

  /** Of a node that is known, null of one that is not any more. */
  async host(nodeId: string): Promise<string | null> {
    this.#hosts ??= this.#engine.nodes().then((nodes) => new Map(nodes.map(({ id, hostname }) => [id, hostname])));
    return (await this.#hosts).get(nodeId) ?? null;
  }

  /** null: deleted since the summary was made. */
  #described(): Promise<ConsumerGroup | null> {
    this.#group ??= this.#engine.groups.describe(this.id);
    return this.#group;
  }
}

export class MemberView {
  readonly id: string;
  readonly clientId: string;
  readonly instanceId: string | null;
  readonly nodeId: string;
  readonly topics: readonly string[] | null;
  readonly topicPattern: string | null;
  readonly joinedAt: Date;
  readonly away: boolean;
  readonly partitions: readonly TopicPartition[];
  readonly #group: GroupView;

  constructor(member: GroupMemberInfo, group: GroupView) {
    const { subscription } = member;
    this.id = member.id;
    this.clientId = member.clientId;
    this.instanceId = member.instanceId;
    this.nodeId = member.nodeId;
    this.topics = 'topics' in subscription ? subscription.topics : null;
    this.topicPattern = 'pattern' in subscription ? subscription.pattern : null;
    this.joinedAt = member.joinedAt;
    this.away = member.away;
    this.partitions = member.partitions;
    this.#group = group;
  }

  host(): Promise<string | null> {
    return this.#group.host(this.nodeId);
  }
}

function viewPartition({ revokeDeadline, ...partition }: GroupPartitionInfo): GqlConsumerGroupPartition {
  return { ...partition, revocationDeadline: revokeDeadline };
}

export const consumerGroupResolvers: GqlResolvers['ConsumerGroup'] = {
  members: (group) => group.members(),
  partitions: (group) => group.partitions(),
};

export const consumerGroupMemberResolvers: GqlResolvers['ConsumerGroupMember'] = {
  host: (member) => member.host(),
};
