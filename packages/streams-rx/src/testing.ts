export { TestInstance, testError, testSnapshot, testTopology } from './testing/test-instance.ts';
