/** Asks git for the commit of the content, so that an older commit never replaces a newer one, and for uncommitted files. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SECOND } from '../domain/time/instant.ts';

/** undefined without git or a commit. */
export async function readCommit(folder: string): Promise<{ hash: string; time: number } | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'log', '-1', '--format=%H %ct']);
    const [hash, seconds] = stdout.trim().split(' ');
    return hash && seconds ? { hash, time: Number(seconds) * SECOND } : undefined;
  } catch {
    return undefined;
  }
}

/** Paths, relative to the folder, of files below it that are in no commit yet; empty without git. */
export async function listUncommitted(folder: string): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', [
      ...['-C', folder, 'status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', '.'],
    ]);
    const { stdout: prefix } = await promisify(execFile)('git', ['-C', folder, 'rev-parse', '--show-prefix']);
    return stdout
      .split('\0')
      .filter((entry) => /^(\?\?|A.) /.test(entry))
      .map((entry) => entry.slice(3 + prefix.trim().length));
  } catch {
    return [];
  }
}
