/** Global set-up: builds the test publication once, so that no test waits for its images. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { TEST_PUBLICATION } from '../builders/test-publication.ts';

export default function setup(): void {
  execFileSync(process.execPath, ['functions/cli.ts', 'build'], {
    cwd: join(import.meta.dirname, '../../..'),
    // Vitest has a BASE_URL of its own.
    env: { ...process.env, BASE_URL: '', CONTENT_DIR: TEST_PUBLICATION },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
