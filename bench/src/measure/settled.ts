import { runProgram } from '../servers/child.ts';
import type { BenchPostgres } from '../servers/postgres.ts';
import type { Contender } from './in-turns.ts';

/**
 * The contender with the disk at rest before each of its runs: Postgres's dirty pages are written and the system's are on the
 * disk. Else a run pays for what its neighbour left behind, and the quicker the neighbour was, the more.
 */
export function settled<C extends Contender>(postgres: BenchPostgres, contender: C): C {
  return {
    ...contender,
    async run() {
      const client = await postgres.connect();
      await client.query('checkpoint');
      await client.end();
      const { code } = await runProgram('sync', []);
      if (code !== 0) throw new Error(`sync ended with ${code}: the disk is not at rest.`);
      return contender.run();
    },
  };
}
