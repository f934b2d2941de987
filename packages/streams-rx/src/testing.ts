export type { EpochSizes } from './testing/epoch-sizes.ts';
export { runInAllEpochs, type TopologyScript } from './testing/run-in-all-epochs.ts';
export { TestDriver, type TestDriverOptions, type TestRow } from './testing/test-driver.ts';
export { TestInstance, testError, testSnapshot, testTopology } from './testing/test-instance.ts';
export { sessionKey, TestState, windowKey } from './testing/test-state.ts';
export type { TestTransaction } from './testing/test-task.ts';
export type { TestInput, TestOutput, TestTopicOptions } from './testing/test-topic.ts';
