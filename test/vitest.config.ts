import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One project for every test that needs no other program; .ci/run adds the browser's, AWS's and mail's, and the long form of test/torture/.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/aws/**', 'test/mail/**', 'node_modules/**'],
    globalSetup: ['test/support/hosts/build-sample.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
