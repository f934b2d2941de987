/**
 * What keeps the API's resident memory below 400 MiB, bursts of big requests included. Half of it is outside V8's heap:
 * request bodies, batches on their way to and from Postgres, code.
 */
export const apiNodeFlags: readonly string[] = [
  // V8 collects harder as it nears this, instead of growing to a share of the machine's memory. MiB.
  '--max-old-space-size=224',
  // Three of these make the young generation; requests of thousands of records die in it instead of being promoted. MiB.
  '--max-semi-space-size=16',
];

/** glibc gives every thread an arena of its own and hardly gives memory back from them: two cost nothing measurable. */
export const apiEnvironment: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };
