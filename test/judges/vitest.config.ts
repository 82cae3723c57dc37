import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Needs JUDGES (.ci/fetch-judges: feedparser, the Nu HTML checker, and with Debian newsboat and Java), and chromium: .ci/run installs them.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/judges/**/*.test.ts'],
    globalSetup: ['test/support/hosts/build-test-publication.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
