import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Needs Debian's chromium (or CHROMIUM=/path): .ci/run installs it.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/hosts/build-test-publication.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
