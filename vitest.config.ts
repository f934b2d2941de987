import { defineConfig } from 'vitest/config';

// Packages are read from their sources, so that a test never runs against a build that is older than what it tests.
// vitest hands these to node itself: with `import` or `module` among them, a `require` of pg would get an ES module.
const conditions = ['@millrace/source', 'node'];
// graphql has no exports map: node takes its CommonJS build, vite would take the other one, and two copies refuse each other's types.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const resolve = { conditions, alias };
const ssr = { resolve: { conditions, externalConditions: conditions } };
const built = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

export default defineConfig({
  test: {
    // Processes, not threads: a test may send signals and leave no state behind. Two, as many as a small machine has cores.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          isolate: false,
          setupFiles: ['packages/engine/src/testing/equal-bytes.ts'],
          include: ['{packages,apps,bench,scripts}/**/*.test.{ts,tsx}'],
          exclude: built,
          globalSetup: ['packages/database/src/testing/global-setup.ts'],
          // For a machine that is busy with other things; what waits for something in particular says so before.
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          // One browser and one platform at a time.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
