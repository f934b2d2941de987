export type {
  InstanceSnapshot,
  InstanceState,
  ProcessingError,
  TaskSnapshot,
} from './application/instance-snapshot.ts';
export { MemoryStateBackend } from './state/memory-state-backend.ts';
export type {
  NodeDescription,
  StoreDescription,
  SubTopologyDescription,
  TopologyDescription,
} from './topology/topology-description.ts';
