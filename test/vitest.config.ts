import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One project for every test that needs no other program; .ci/run adds the browser's (test/browser).
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**'],
    globalSetup: ['test/support/build-sample.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
