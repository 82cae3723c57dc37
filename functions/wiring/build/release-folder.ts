/** Writes the text of this tree's release into a folder, laid out as a store: a deployment ships it, and `publish` the pictures. */
import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { errorsOf, formatProblem } from '../../domain/problem.ts';
import { DAY } from '../../domain/time/instant.ts';
import { listTextKeys } from '../../flows/release/ship.ts';
import { readCommit } from '../commit.ts';
import type { Config } from '../config.ts';
import { buildRelease } from './build.ts';

export type ReleaseFolder = {
  hash: string;
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

/** Throws `invalid` with all errors of the content: then nothing is deployed. */
export async function writeReleaseFolder(config: Config): Promise<ReleaseFolder> {
  const { hash, problems } = await buildRelease(config);
  const errors = errorsOf(problems);
  if (!hash || errors.length > 0)
    throw new BroadsheetError('invalid', errors.map(formatProblem).join('\n'), {
      remedy: 'Mend the content first: nothing was deployed.',
    });
  const folder = await writeTextFolder(config.distDir, hash);
  return { hash, folder, commit: await readCommit(config.contentDir) };
}

/** Each release has one folder below `dist`, with the same bytes at every synth. Throws `broken` if the build lacks a file. */
export async function writeTextFolder(dist: string, hash: string): Promise<string> {
  const all = join(dist, 'deployment');
  const folder = join(all, hash);
  await mkdir(all, { recursive: true });
  await deleteOldFolders(all, hash);
  if (await exists(folder)) return folder;
  const draft = await mkdtemp(join(all, '.'));
  for (const key of await listTextKeys(createFolderBlobs(dist, { durable: false }), hash))
    await linkFile(join(dist, key), join(draft, key));
  // Another synth may have made the same folder at the same moment.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

async function linkFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    // Blobs are never written again, so a hard link is as good as a copy.
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new BroadsheetError('broken', `The build lacks ${from}, which its release needs.`, {
        remedy: 'Delete dist/ and build again.',
      });
    await copyFile(from, to);
  }
}

/** Deletes folders of other releases after a day: another synth may still read a younger one. */
async function deleteOldFolders(all: string, but: string): Promise<void> {
  for (const name of await readdir(all)) {
    const path = join(all, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (name !== but && mtimeMs < Date.now() - DAY) await rm(path, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
