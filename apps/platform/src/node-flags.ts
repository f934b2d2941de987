import { availableParallelism } from 'node:os';

/**
 * What keeps the API's resident memory below 400 MiB, bursts of big requests included, and its answers quick while V8 collects
 * (docs/decisions/0034). Half of the memory is outside V8's heap: request bodies, batches on their way to and from Postgres, code.
 */
export const apiNodeFlags: readonly string[] = [
  // V8 collects harder as it nears this, instead of growing to a share of the machine's memory. MiB.
  '--max-old-space-size=224',
  // Three of these make the young generation; what waits for a commit dies in it instead of being promoted (docs/decisions/0035). MiB.
  '--max-semi-space-size=32',
  // V8's own limit comes every two seconds at a thousand records a second: what tails have kept for their readers is old by then. %
  '--heap-growing-percent=50',
  // V8 marks on up to four threads, which on two processors stand in the way of the one that answers.
  `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 1))}`,
];

/** glibc gives every thread an arena of its own and hardly gives memory back from them: two cost nothing measurable. */
export const apiEnvironment: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };
