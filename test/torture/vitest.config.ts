import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The same tests as in `npm test`, for themselves; with BROADSHEET_LONG=1 in their long form. Most of that is waiting for processes.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/torture/**/*.test.ts'],
    globalSetup: ['test/support/hosts/build-sample.ts'],
    maxWorkers: 3,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
