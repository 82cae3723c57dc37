/** Weighs letters that are still to be sent: mail programs cut off a heavy letter, and with it the unsubscribe link at its end. */

import type { Entry } from '../../domain/content/article.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs, Release } from '../../domain/release/release.ts';
import { isLongPast } from '../../domain/schedule/due.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { fileSlug } from '../../domain/text/slug.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { problemOfBrokenFile } from '../content/broken-file.ts';
import { locateKey } from '../content/edition-file.ts';
import type { FoundArticle, LetterView } from '../release/view.ts';
import { assembleAlert, assembleEdition } from './assemble.ts';
import { type Assembly, MAX_HTML_BYTES } from './assemble-letter.ts';

/** The most articles that a message names; shortening a lighter one would not help. */
const MAX_NAMED_ARTICLES = 3;

const formatKilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

/** The problem of a letter that exceeds the budget; undefined if the letter is light enough. */
export function describeOverweight({
  htmlBytes,
  heaviest,
}: Pick<Assembly, 'htmlBytes' | 'heaviest'>): Pick<Problem, 'message' | 'remedy'> | undefined {
  if (htmlBytes <= MAX_HTML_BYTES) return undefined;
  const named = heaviest
    .slice(0, MAX_NAMED_ARTICLES)
    .map(({ article, bytes }) => `${article} (${formatKilobytes(bytes)})`);
  return {
    message: `${formatKilobytes(htmlBytes)} of HTML, more than ${formatKilobytes(MAX_HTML_BYTES)}: Gmail cuts letters off at about 102 KB, the unsubscribe link with the rest.`,
    remedy:
      named.length > 0
        ? `Shorten the heaviest articles, or print them \`as: brief\`: ${named.join(', ')}.`
        : 'Shorten the texts of the letter.',
  };
}

/** The bytes of one letter as its reader gets it. `pictureBytes` is undefined if a picture is not encoded yet. */
export type LetterWeight = { edition: string; htmlBytes: number; pictureBytes: number | undefined };

/** The bytes of the letter's pictures; undefined if one is missing. */
export async function weighPictures(
  blobs: Pick<Blobs, 'get'>,
  paths: readonly string[],
): Promise<number | undefined> {
  const found = await Promise.all(paths.map((path) => blobs.get(path)));
  const sizes = found.flatMap((bytes) => bytes?.length ?? []);
  return sizes.length < paths.length ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}

export type WeighLetter = (edition: string, assembly: Assembly) => Promise<void>;

/** Weighs editions, except those long past. Editions without `sendAt`, which the `send` command starts, are weighed, too. */
export async function weighEditions(
  release: Release,
  content: ContentFiles,
  { base, now, weigh }: { base: string; now: Instant; weigh?: WeighLetter },
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const view = viewOf(release, now);
  for (const { id } of (await release.editions()).filter((entry) => !isLongPast(entry, now))) {
    const edition = await release.edition(id);
    if (!edition) continue;
    const letter = { base, corrections: [], preview: true };
    const weighed = await assembleEdition(view, edition, letter).catch((error: unknown) => ({ error }));
    if (!('error' in weighed)) await weigh?.(id, weighed);
    const found = 'error' in weighed ? undefined : describeOverweight(weighed);
    if (!found && !('error' in weighed)) continue;
    const place = await locateKey(content, id, 'items');
    if ('error' in weighed) problems.push(problemOfBrokenFile(place.file, weighed.error));
    if (!found) continue;
    const message = `The edition \`${id}\` has ${found.message}`;
    problems.push({ ...place, level: 'warning', message, remedy: found.remedy });
  }
  return problems;
}

/** Weighs alerts, each one article printed whole. Future articles are among the newest of the index. */
export async function weighAlerts(
  release: Release,
  content: ContentFiles,
  { base, now }: { base: string; now: Instant },
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const entry of release.index.newest.filter((one) => isAlertToCome(one, now))) {
    const found = describeOverweight(
      await assembleAlert(viewOf(release, now), entry, { base, corrections: [] }),
    );
    if (!found) continue;
    const paths = (await content.list())
      .map(({ path }) => path)
      .filter((path) => path.startsWith('content/articles/'));
    const file = paths.find((path) => fileSlug(path) === entry.slug) ?? `content/articles/${entry.slug}.md`;
    const message = `The alert of \`${entry.slug}\` has ${found.message}`;
    problems.push({ file, line: 1, level: 'warning', message, remedy: 'Shorten the article.' });
  }
  return problems;
}

/** True for drafts, too: a draft with an alert is an article that is being written. */
const isAlertToCome = ({ alert, date }: Pick<Entry, 'alert' | 'date'>, now: Instant): boolean =>
  alert !== undefined && !isLongPast({ sendAt: date }, now);

/** A view in which future articles count as visible. */
const viewOf = (release: Release, now: Instant): LetterView => ({
  ...{ release, now },
  byId: async (id): Promise<FoundArticle | undefined> => {
    const entry = await release.byId(id);
    if (!entry) return undefined;
    return entry.withdrawn ? { kind: 'gone', entry, note: '' } : { kind: 'visible', entry };
  },
});
