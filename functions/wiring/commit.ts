/** Which commit the content is, so that an older one never replaces a newer one. No git, no commit: then nothing is compared. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SECOND } from '../domain/instant.ts';

export async function commitOf(folder: string): Promise<{ hash: string; time: number } | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'log', '-1', '--format=%H %ct']);
    const [hash, seconds] = stdout.trim().split(' ');
    return hash && seconds ? { hash, time: Number(seconds) * SECOND } : undefined;
  } catch {
    return undefined;
  }
}
