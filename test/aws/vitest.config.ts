import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// On emulators that others wrote: .ci/run installs and names them.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/aws/**/*.test.ts'],
    globalSetup: ['test/support/hosts/build-test-publication.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
