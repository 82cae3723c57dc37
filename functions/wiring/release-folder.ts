/** The release of this tree in a folder of its own, as a store holds it: what a deployment ships. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobs } from '../adapters/fs/blobs.ts';
import { createFolderPointers } from '../adapters/fs/pointers.ts';
import { BroadsheetError } from '../domain/error.ts';
import { errorsIn, problemLine } from '../domain/problem.ts';
import { publish } from '../flows/publish.ts';
import { buildRelease, distBlobs } from './build.ts';
import { commitOf } from './commit.ts';
import type { Config } from './config.ts';

export type ReleaseFolder = {
  hash: string;
  folder: string;
  commit: { hash: string; time: number } | undefined;
};

/** Throws `invalid` with all that is wrong with the content: then nothing is deployed. */
export async function releaseFolder(config: Config): Promise<ReleaseFolder> {
  const { hash, problems } = await buildRelease(config);
  const errors = errorsIn(problems);
  if (!hash || errors.length > 0)
    throw new BroadsheetError('invalid', errors.map(problemLine).join('\n'), {
      remedy: 'Mend the content first: nothing was deployed.',
    });
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-release-'));
  const to = createFolderBlobs(folder, { durable: false });
  const pointers = createFolderPointers(folder);
  const commit = await commitOf(config.contentDir);
  await publish({ from: distBlobs(config), to, pointers, clock: Date.now }, hash, { commit, explicit: true });
  return { hash, folder, commit };
}
