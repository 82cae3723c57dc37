import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const PORT = '4393';

/** `npm start`, but for the install before it, in a process group of its own, as a terminal starts it. */
async function npmStart(): Promise<ChildProcess> {
  const npm = spawn('npm', ['run', 'broadsheet', '--', 'serve'], {
    cwd: join(import.meta.dirname, '../..'),
    detached: true,
    env: { ...process.env, BASE_URL: '', CONTENT_DIR: TEST_PUBLICATION, DATA_DIR: temporaryFolder(), PORT },
  });
  const output = npm.stderr!;
  for (let text = ''; !text.includes('Ctrl-C stops it'); ) text += (await once(output, 'data')).join('');
  return npm;
}

it.each([
  ['Ctrl-C in the terminal', (pid: number) => process.kill(-pid, 'SIGINT')],
  ['a signal to npm alone', (pid: number) => process.kill(pid, 'SIGTERM')],
])('npm start ends whole at %s: with 0, and nothing goes on behind it', async (_, end) => {
  const npm = await npmStart();
  end(npm.pid!);
  const [code] = await once(npm, 'exit');
  expect(code).toBe(0);
  await expect(fetch(`http://localhost:${PORT}/healthz`)).rejects.toThrow();
});
