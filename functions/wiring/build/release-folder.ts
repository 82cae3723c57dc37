/** Writes the text of this tree's release into a folder, laid out as a store: a deployment ships it, and `publish` the pictures. */
import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { errorsIn, problemLine } from '../../domain/problem.ts';
import { DAY } from '../../domain/time/instant.ts';
import { textKeys } from '../../flows/release/ship.ts';
import { commitOf } from '../commit.ts';
import type { Config } from '../config.ts';
import { buildRelease } from './build.ts';

export type ReleaseFolder = {
  hash: string;
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

/** Throws `invalid` with all errors of the content: then nothing is deployed. */
export async function releaseFolder(config: Config): Promise<ReleaseFolder> {
  const { hash, problems } = await buildRelease(config);
  const errors = errorsIn(problems);
  if (!hash || errors.length > 0)
    throw new BroadsheetError('invalid', errors.map(problemLine).join('\n'), {
      remedy: 'Mend the content first: nothing was deployed.',
    });
  const folder = await textFolder(config.distDir, hash);
  return { hash, folder, commit: await commitOf(config.contentDir) };
}

/** Each release has one folder below `dist`, with the same bytes at every synth. Throws `broken` if the build lacks a file. */
export async function textFolder(dist: string, hash: string): Promise<string> {
  const all = join(dist, 'deployment');
  const folder = join(all, hash);
  await mkdir(all, { recursive: true });
  await dropOld(all, hash);
  if (await isThere(folder)) return folder;
  const draft = await mkdtemp(join(all, '.'));
  for (const key of await textKeys(createFolderBlobs(dist, { durable: false }), hash))
    await place(join(dist, key), join(draft, key));
  // Another synth may have made the same folder at the same moment.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

async function place(from: string, to: string): Promise<void> {
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
async function dropOld(all: string, but: string): Promise<void> {
  for (const name of await readdir(all)) {
    const path = join(all, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (name !== but && mtimeMs < Date.now() - DAY) await rm(path, { recursive: true, force: true });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
