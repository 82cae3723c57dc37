/** Checks what of a release is to come: letters that are too heavy or whose time has passed, dates that lie far ahead, heavy feeds. */
import { join } from 'node:path';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs, Release } from '../../domain/release/release.ts';
import { isLongPast } from '../../domain/schedule/due.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import type { BuildResult } from '../../flows/build/build-ports.ts';
import type { LetterWeight, WeighLetter } from '../../flows/letters/check-letter-size.ts';
import { findDatesAhead } from '../../flows/release/find-dates-ahead.ts';
import { openRelease } from '../../flows/release/open-release.ts';
import { weighFeeds } from '../../flows/site/weigh-feeds.ts';
import { createClock } from '../clock.ts';
import { listUncommitted } from '../commit.ts';
import type { Config } from '../config.ts';

/**
 * Returns the problems of a build, and those of what is to come. A build with errors has no release to check. `tell` gets the weight of
 * each upcoming edition.
 */
export async function checkUpcoming(
  config: Config,
  { hash, problems }: Pick<BuildResult, 'hash' | 'problems'>,
  blobs: Blobs,
  tell: (weight: LetterWeight) => void = () => {},
): Promise<readonly Problem[]> {
  if (hash === undefined) return problems;
  const now = createClock(config)();
  const release = await openRelease(blobs, hash);
  const content = createFolderFiles(config.contentDir, 'content');
  const past = (await release.editions()).map((edition) => isLongPast(edition, now));
  const base = release.index.publication.url ?? config.baseUrl;
  const faults = [...(await findDatesAhead(release, now)), ...(await weighFeeds(release, base))];
  const found = [...problems];
  // The parsers of content are loaded only if there is a fault to locate.
  if (faults.length > 0) {
    const { locateFaults } = await import('../../flows/release/locate-faults.ts');
    found.push(...(await locateFaults(content, faults)));
  }
  // The code that assembles letters is loaded only if there is a letter to assemble.
  const alerts = release.index.newest.some(({ alert, date }) => alert && !isLongPast({ sendAt: date }, now));
  if (past.includes(false) || alerts) {
    const { weighAlerts, weighEditions, weighPictures } = await import(
      '../../flows/letters/check-letter-size.ts'
    );
    const weigh: WeighLetter = async (edition, { htmlBytes, pictures }) =>
      tell({ edition, htmlBytes, pictureBytes: await weighPictures(blobs, pictures) });
    found.push(...(await weighEditions(release, content, { base, now, weigh })));
    found.push(...(await weighAlerts(release, content, { base, now })));
  }
  found.push(...(await findPastSendings(config, release, content, { now, hasPast: past.includes(true) })));
  return found;
}

/** Editions and alerts whose time has passed, in files that git has in no commit yet. */
async function findPastSendings(
  config: Config,
  release: Release,
  content: ContentFiles,
  { now, hasPast }: { now: number; hasPast: boolean },
): Promise<Problem[]> {
  const found: Problem[] = [];
  if (hasPast) {
    const { warnOfPastEditions } = await import('../../flows/schedule/warn-past-editions.ts');
    const fresh = await listUncommitted(join(config.contentDir, 'editions'));
    const paths = fresh.map((path) => `content/editions/${path}`);
    found.push(...(await warnOfPastEditions(release, content, { fresh: paths, now })));
  }
  if (
    release.index.newest.some((entry) => entry.alert !== undefined && isLongPast({ sendAt: entry.date }, now))
  ) {
    const { warnOfPastAlerts } = await import('../../flows/schedule/warn-past-editions.ts');
    const fresh = await listUncommitted(join(config.contentDir, 'articles'));
    const paths = fresh.map((path) => `content/articles/${path}`);
    found.push(...(await warnOfPastAlerts(release, content, { fresh: paths, now })));
  }
  return found;
}
