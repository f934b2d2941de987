export type { InstanceSnapshot, InstanceState, ProcessingError, TaskSnapshot } from './application/instance-snapshot.ts';
export type {
  NodeDescription,
  StoreDescription,
  SubTopologyDescription,
  TopologyDescription,
} from './topology/topology-description.ts';
