import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeLock } from '../../../functions/adapters/sqlite/lock.ts';

const source = pathToFileURL(join(import.meta.dirname, '../../../functions/adapters/sqlite/lock.ts')).href;
// Kept where it can be reached: a lock that is garbage is let go.
const taking = (file: string, then: string) =>
  `import { takeLock } from ${JSON.stringify(source)}; globalThis.lock = takeLock(${JSON.stringify(file)}); ${then}`;
const file = () => join(mkdtempSync(join(tmpdir(), 'lock-')), 'server.lock');

describe('the lock on DATA_DIR', () => {
  it('is one process’s alone', () => {
    const path = file();
    const lock = takeLock(path);
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module-typescript', '-e', taking(path, '')], {
        stdio: 'pipe',
      }),
    ).toThrow(/Another server is running/);
    lock.release();
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', taking(path, '')]);
  });

  it('is free again after kill -9', async () => {
    const path = file();
    const holder = spawn(process.execPath, [
      '--input-type=module-typescript',
      '-e',
      taking(path, "console.log('held'); setInterval(() => {}, 1000)"),
    ]);
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(() => takeLock(path)).toThrow(expect.objectContaining({ code: 'locked' }));
    // The refusal is all there is to say: a cause would be printed behind it.
    expect(() => takeLock(path)).not.toThrow(expect.objectContaining({ cause: expect.anything() }));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    takeLock(path).release();
  });
});
