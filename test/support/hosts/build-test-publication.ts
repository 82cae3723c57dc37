/** Global set-up: a temporary folder that goes with the run, and the test publication built once, so that no test waits for its images. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_PUBLICATION } from '../builders/test-publication.ts';

/** What tests and the programs they start leave behind in the system's folder for temporary files would fill a disk in the end. */
function useTemporaryFolder(): () => void {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

export default function setup(): () => void {
  const removeFolder = useTemporaryFolder();
  execFileSync(process.execPath, ['functions/cli.ts', 'build'], {
    cwd: join(import.meta.dirname, '../../..'),
    // Vitest has a BASE_URL of its own.
    env: { ...process.env, BASE_URL: '', CONTENT_DIR: TEST_PUBLICATION },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return removeFolder;
}
