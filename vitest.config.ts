import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Packages are read from their sources, so that a test never runs against a build that is older than what it tests.
// vitest hands these to node itself: with `import` or `module` among them, a `require` of pg would get an ES module.
const conditions = ['@millrace/source', 'node'];
// graphql has no exports map: node takes its CommonJS build, vite would take the other one, and two copies refuse each other's types.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const resolve = { conditions, alias };
const ssr = { resolve: { conditions, externalConditions: conditions } };
const built = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

/**
 * Those that take longest, in the order in which they begin: the last to begin, the run would wait for one alone. What takes more than
 * a processor (chaos, kills) comes beside what mostly waits, for sessions that are over or servers that start.
 */
const first = [
  'faults/group-chaos',
  'group/session-keeper',
  'src/engine',
  'src/platform',
  'faults/lost-session',
  'embedded/embedded-postgres',
  'faults/life-chaos',
  'retention/retention-killed',
  'consumer/lost-offsets',
  'outbox/relay-faults',
  'faults/kill-proof',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = first.findIndex((name) => moduleId.includes(`${name}.int`));
      return found < 0 ? first.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

const tests = {
  setupFiles: ['packages/engine/src/testing/equal-bytes.ts'],
  globalSetup: ['packages/database/src/testing/global-setup.ts'],
  // Each process loads the engine once and not once a file, which costs as much as many a file's tests.
  isolate: false,
  // For a machine that is busy with other things; what waits for something in particular says so before.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Processes, not threads: a test may send signals. Two, as many as a small machine has cores.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        resolve,
        ssr,
        test: {
          ...tests,
          name: 'node',
          include: ['{packages,apps,bench,examples,scripts}/**/*.test.{ts,tsx}'],
          exclude: built,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...tests,
          // What another Postgres could answer otherwise: every statement there is, on the server of MILLRACE_TEST_DATABASE_URL.
          name: 'sql',
          include: [
            'packages/database/src/{*,migration/*}.int.test.ts',
            'packages/engine/src/**/*.int.test.ts',
            'packages/streams-rx/src/{state,application}/**/*.int.test.ts',
          ],
          // Not what nodes and processes do to each other by the same statements, but for what depends on time limits that came later.
          exclude: [
            ...built,
            '**/faults/!(nodes|transactions|lost-session).int.test.ts',
            '**/*{-killed,-races,-crowd,-faults,.property}.int.test.ts',
            '**/{concurrent-writers,group-consumer,lost-answers,lost-offsets,random-histories,session-keeper}.int.test.ts',
            // As counted by pg_stat_statements: nothing of ours is asked by these that no other file asks.
            '**/{group-coordinator,key-look-ahead,live,retention-groups,sequences,shared-tail,transaction-ends}.int.test.ts',
          ],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: built,
          globalSetup: ['e2e/global-setup.ts'],
          isolate: false,
          // As long as a page is waited for otherwise; a second is little on a busy machine.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
