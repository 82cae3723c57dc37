/** What a release shows beyond its files: editions that are to go and are too heavy, or whose time has passed already. */
import { join } from 'node:path';
import { createFolderFiles } from '../adapters/fs/files.ts';
import type { Problem } from '../domain/problem.ts';
import type { Blobs } from '../domain/release.ts';
import type { BuildResult } from '../flows/build.ts';
import { warnOfPast } from '../flows/new-past-editions.ts';
import { openRelease } from '../flows/open-release.ts';
import { weighEditions } from '../flows/weigh-editions.ts';
import { createClock } from './clock.ts';
import { newFiles } from './commit.ts';
import type { Config } from './config.ts';

/** All problems of a build, with those that depend on the time; none beside errors, which leave no release. */
export async function lookAhead(
  config: Config,
  { hash, problems }: Pick<BuildResult, 'hash' | 'problems'>,
  blobs: Blobs,
): Promise<readonly Problem[]> {
  if (hash === undefined) return problems;
  const release = await openRelease(blobs, hash);
  const content = createFolderFiles(config.contentDir, 'content');
  const base = release.index.publication.url ?? config.baseUrl;
  const now = createClock(config)();
  const fresh = (await newFiles(join(config.contentDir, 'editions'))).map(
    (path) => `content/editions/${path}`,
  );
  return [
    ...problems,
    ...(await weighEditions(release, content, { base, now })),
    ...(await warnOfPast(release, content, { fresh, now })),
  ];
}
