import type { Instance, InstanceSnapshot, TaskInfo } from '@millrace/streams-rx';
import { taskId } from '@millrace/streams-rx';
import type { GqlResolvers, GqlStreamsInstanceState, GqlStreamsTaskState } from '../../generated/resolver-types.ts';

/** An instance as the schema's `StreamsInstance`. */
export class InstanceView {
  readonly id: string;
  readonly nodeId: string;
  readonly state: GqlStreamsInstanceState;
  readonly hostname: string;
  readonly processId: number;
  readonly version: string | null;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly alive: boolean;
  readonly error: InstanceSnapshot['error'];
  readonly totals: InstanceSnapshot['totals'];
  readonly topologyHash: string;
  readonly #allTasks: () => Promise<readonly TaskView[]>;

  /** `allTasks`: of its application. */
  constructor(instance: Instance, allTasks: () => Promise<readonly TaskView[]>) {
    this.id = instance.id;
    this.nodeId = instance.nodeId;
    this.state = instance.snapshot.state;
    this.hostname = instance.hostname;
    this.processId = instance.processId;
    this.version = instance.version;
    this.startedAt = instance.startedAt;
    this.heartbeatAt = instance.heartbeatAt;
    this.alive = instance.alive;
    this.error = instance.snapshot.error;
    this.totals = instance.snapshot.totals;
    this.topologyHash = instance.topologyHash;
    this.#allTasks = allTasks;
  }

  async tasks(): Promise<TaskView[]> {
    return (await this.#allTasks()).filter(({ instance }) => instance?.id === this.id);
  }
}

/** A task as the schema's `StreamsTask`; where nobody runs it there is nothing to tell but its lag. */
export class TaskView {
  readonly id: string;
  readonly subTopology: string;
  readonly partition: number;
  readonly state: GqlStreamsTaskState;
  readonly instance: InstanceView | null;
  readonly streamTime: number | null;
  readonly bufferedRecords: number;
  readonly recordsPerSecond: number;
  readonly epochMs: number;
  readonly lag: number;

  constructor({ subTopology, partition, run, lag }: TaskInfo, instance: InstanceView | null) {
    this.id = taskId(subTopology, partition);
    this.subTopology = subTopology;
    this.partition = partition;
    this.state = run?.snapshot.state ?? 'UNASSIGNED';
    this.instance = instance;
    this.streamTime = run?.snapshot.streamTime ?? null;
    this.bufferedRecords = run?.snapshot.bufferedRecords ?? 0;
    this.recordsPerSecond = run?.snapshot.recordsPerSecond ?? 0;
    this.epochMs = run?.snapshot.epochMs ?? 0;
    this.lag = lag;
  }
}

export const streamsInstanceResolvers: GqlResolvers['StreamsInstance'] = {
  tasks: (instance) => instance.tasks(),
};
