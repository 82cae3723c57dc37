import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One project for every test that needs no other program; .ci/run adds the browser's (test/browser).
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
