/** Lists the tests that `npm test` leaves out, and says so at the end of a run. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const ROOT = join(import.meta.dirname, '../../..');

/** Tests that start processes, listen on sockets, kill, measure time or memory, wait, or fuzz at length. */
export const SYSTEM_TESTS = ['test/**/*.system.test.ts', 'test/stories/**/*.test.ts'];
export const TORTURE_TESTS = ['test/torture/**/*.test.ts'];
/** Tests that need another program: Chromium, an emulator, a mail server, a spam filter. */
export const FOREIGN_TESTS = [
  'test/browser/**/*.test.ts',
  'test/aws/**/*.test.ts',
  'test/mail/**/*.test.ts',
  'test/judges/**/*.test.ts',
];

/** A global set-up and no reporter, because a reporter on the command line replaces one of the configuration. */
export default function setup({ vitest }: TestProject): (() => void) | undefined {
  if (vitest.projects.some(({ name }) => name !== 'in-process')) return undefined;
  const count = (patterns: readonly string[]) => globSync(patterns, { cwd: ROOT }).length;
  const system = count([...SYSTEM_TESTS, ...TORTURE_TESTS]);
  return () => {
    process.stderr.write(`
 Left out: ${system} files that start processes, listen, kill, measure, wait or fuzz at length.
           npm run test:system runs these.
 Left out: ${count(FOREIGN_TESTS)} files that need a browser, emulators of AWS, a mail server, a spam filter or judges of feeds and pages.
           .ci/run installs those and runs everything.
`);
  };
}
