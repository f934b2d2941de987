import type { GroupPartitionInfo } from '@millrace/engine';
import type { Application, Instance } from './application.ts';
import type { TaskSnapshot } from './instance-snapshot.ts';

/** A task of an application, whether or not somebody runs it. */
export interface TaskInfo {
  readonly subTopology: string;
  readonly partition: number;
  /** Who runs it, with what it told last of it; null: no live instance. */
  readonly run: { readonly instance: Instance; readonly snapshot: TaskSnapshot } | null;
  /** Records that are not committed, over its partitions. */
  readonly lag: number;
}

/**
 * Tasks by sub-topology and partition: those that live instances have told of, and those that the partitions of the application's group
 * make. While a task moves two instances may tell of it: it is the one's that was heard of last.
 */
export function tasksOf(application: Application, partitions: readonly GroupPartitionInfo[]): TaskInfo[] {
  const tasks = new Map<string, { subTopology: string; partition: number; run: TaskInfo['run']; lag: number }>();
  const task = (subTopology: string, partition: number) => {
    const id = taskId(subTopology, partition);
    const known = tasks.get(id);
    if (known) return known;
    const made = { subTopology, partition, run: null, lag: 0 };
    tasks.set(id, made);
    return made;
  };
  for (const instance of application.instances) {
    if (!instance.alive) continue;
    for (const snapshot of instance.snapshot.tasks) {
      const told = task(snapshot.subTopology, snapshot.partition);
      const before = told.run?.instance.heartbeatAt.getTime() ?? Number.NEGATIVE_INFINITY;
      if (instance.heartbeatAt.getTime() > before) told.run = { instance, snapshot };
    }
  }
  const readers = new Map(
    application.topology?.description.subTopologies.flatMap(({ id, sourceTopics }) =>
      sourceTopics.map((topic) => [topic, id] as const),
    ),
  );
  for (const { topic, partition, lag } of partitions) {
    const subTopology = readers.get(topic);
    if (subTopology !== undefined) task(subTopology, partition).lag += lag;
  }
  return [...tasks.values()].sort((a, b) => compare(a.subTopology, b.subTopology) || a.partition - b.partition);
}

export function taskId(subTopology: string, partition: number): string {
  return `${subTopology}/${partition}`;
}

/** `2` before `10`. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
