export { shiftClock } from './testing/compaction.ts';
export { loseEnd } from './testing/lose-end.ts';
export { type NodeProcess, type OpenNode, openNode, startNodeProcess } from './testing/node-process.ts';
export { type OwnServer, startOwnServer } from './testing/own-server.ts';
export { random } from './testing/random.ts';
export { record, take, textOf, valuesOf } from './testing/records.ts';
export { roll, segmentsOf } from './testing/segments.ts';
export { createTestEngine, type TestEngine } from './testing/test-engine.ts';
export { signal, until, within } from './testing/wait.ts';
