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

/** They take up to two minutes each, mostly of waiting: begun last, the run would wait for them alone. */
const long = [
  'faults/kill-proof',
  'faults/life-chaos',
  'faults/group-chaos',
  'group/session-keeper',
  'src/platform',
  'src/engine',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.includes(`${name}.int`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
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
          include: ['{packages,apps,bench,scripts}/**/*.test.{ts,tsx}'],
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
