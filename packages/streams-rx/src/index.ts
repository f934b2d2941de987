export type { Application, ApplicationState, Instance } from './application/application.ts';
export { applicationRates, nodeRates } from './application/application-rates.ts';
export { describeApplication } from './application/describe-application.ts';
export { InstanceRegistry, type InstanceRegistryOptions } from './application/instance-registry.ts';
export type {
  ApplicationRegistration,
  InstanceSnapshot,
  InstanceState,
  ProcessingError,
  TaskSnapshot,
} from './application/instance-snapshot.ts';
export { type ApplicationPage, type ListApplicationsInput, listApplications } from './application/list-applications.ts';
export { type ErrorPage, listErrors, type RegisteredError } from './application/list-errors.ts';
export { type TaskInfo, taskId, tasksOf } from './application/task-info.ts';
export { MemoryStateBackend } from './state/memory-state-backend.ts';
export type {
  NodeDescription,
  StoreDescription,
  SubTopologyDescription,
  TopologyDescription,
} from './topology/topology-description.ts';
