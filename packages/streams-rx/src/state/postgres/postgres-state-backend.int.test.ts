import { postgresHome } from '../../testing/postgres-home.ts';
import { stateConformance } from '../state.conformance.ts';

stateConformance('state on Postgres', () => postgresHome());
stateConformance('state on Postgres, folded all the time', () =>
  postgresHome({ maxDeltaBytes: 300, maxChunkEntries: 3, maxRuns: 2, dropDelayMs: 0, maxLookupKeys: 3 }),
);
