import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One project for every test that needs no other program; .ci/run adds the browser's and AWS's, `npm run torture` those that kill.
const KILLING = ['kill-*', 'freeze', 'side-by-side', 'moody-mailers'].map(
  (name) => `test/torture/${name}.test.ts`,
);
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/aws/**', ...KILLING, 'node_modules/**'],
    globalSetup: ['test/support/build-sample.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
