import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { FOREIGN_TESTS, SYSTEM_TESTS, TORTURE_TESTS } from './support/probes/say-left-out.ts';

const BUILD_SAMPLE = 'test/support/hosts/build-test-publication.ts';

// `npm test` runs the first project, `npm run test:system` the others; .ci/run adds the browser's, AWS's and mail's tests.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'in-process',
          include: ['test/**/*.test.ts'],
          exclude: [...SYSTEM_TESTS, ...TORTURE_TESTS, ...FOREIGN_TESTS],
          globalSetup: [BUILD_SAMPLE, 'test/support/probes/say-left-out.ts'],
          setupFiles: ['test/support/probes/one-process.ts'],
          // Files share a thread and its modules, which Node loads as it does in production: a third of the time.
          isolate: false,
          // Vitest by itself leaves one core idle, which on two cores is every second one.
          maxWorkers: '100%',
          pool: 'threads',
          experimental: { viteModuleRunner: false },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: SYSTEM_TESTS,
          globalSetup: [BUILD_SAMPLE],
          // Projects of one group would have to have as many workers.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'torture',
          include: TORTURE_TESTS,
          globalSetup: [BUILD_SAMPLE],
          // Most of the time goes into waiting for processes.
          maxWorkers: 3,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
