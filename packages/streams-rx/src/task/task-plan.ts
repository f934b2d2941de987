import type { NodeOfTask, SourceNode, TopologyNode } from '../topology/node.ts';
import { nodeOfTask, type PartitionCounts } from '../topology/partition-counts.ts';
import type { SubTopology } from '../topology/sub-topology.ts';

/** A node with where its inputs are among the plan's. */
export interface PlannedNode {
  readonly node: TopologyNode;
  readonly place: NodeOfTask;
  /** Places of its inputs. */
  readonly inputs: readonly number[];
}

/** What all tasks of a sub-topology have in common. */
export interface TaskPlan {
  readonly subTopology: SubTopology;
  /** Inputs come before what reads them. */
  readonly nodes: readonly PlannedNode[];
  readonly sources: readonly SourceNode[];
  /** Places of the sources among the nodes. */
  readonly sourcePlaces: readonly number[];
  /** Tasks: as many as its topics have partitions at most. */
  readonly taskCount: number;
  /** It may have something to do without a record at the multiples of each, ms since 1970. */
  readonly wallClocksMs: readonly number[];
}

/** As `0/1`. */
export const taskId = ({ subTopology }: TaskPlan, partition: number): string => `${subTopology.id}/${partition}`;

export function planTasks(subTopology: SubTopology, counts: PartitionCounts, checkKeys: boolean): TaskPlan {
  const { sources, operators } = subTopology;
  const places = new Map(subTopology.nodes.map((node, place) => [node, place]));
  const nodes = subTopology.nodes.map(
    (node): PlannedNode => ({
      node,
      place: nodeOfTask(node, counts, checkKeys),
      inputs: ('inputs' in node ? node.inputs : []).flatMap((input) => places.get(input) ?? []),
    }),
  );
  return {
    subTopology,
    nodes,
    sources,
    sourcePlaces: sources.map((source) => places.get(source) as number),
    taskCount: Math.max(...sources.map(({ topic }) => counts.get(topic) as number)),
    wallClocksMs: [...new Set(operators.flatMap(({ wallClocksMs }) => wallClocksMs))],
  };
}
