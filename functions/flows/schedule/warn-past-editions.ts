/** Warns of new editions and alerts whose time is past, most likely by a slip in the date, before they are published. */
import type { EditionEntry } from '../../domain/content/edition.ts';
import { alertRun } from '../../domain/ledger/run-key.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Release } from '../../domain/release/release.ts';
import { isLongPast } from '../../domain/schedule/due.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { fileSlug } from '../../domain/text/slug.ts';
import { formatLocalTime, type Instant } from '../../domain/time/instant.ts';
import { type EditionFile, findEditionFile } from '../content/edition-file.ts';
import { readSourceFile } from '../content/read-file.ts';
import { ARCHIVE, pastSentence } from './past-editions.ts';

/** `fresh`: paths of files that are in no commit. A whole imported archive gives one warning. */
export async function warnOfPastEditions(
  release: Release,
  content: ContentFiles,
  { fresh, now }: { fresh: readonly string[]; now: Instant },
): Promise<readonly Problem[]> {
  if (fresh.length === 0) return [];
  const { timezone } = release.index.publication;
  const past = new Map(
    (await release.editions()).filter((one) => isLongPast(one, now)).map((one) => [one.id, one]),
  );
  const found: { entry: EditionEntry; file: EditionFile }[] = [];
  for (const path of past.size > 0 ? fresh.toSorted() : []) {
    const file = await findEditionFile(content, path);
    const entry = file && past.get(file.id);
    if (entry) found.push({ entry, file });
  }
  const all = found.length > ARCHIVE ? found.slice(0, 1) : found;
  const others = all === found ? '' : ` So it is with ${found.length - 1} more that are in no commit yet.`;
  return all.map(({ entry, file }) => ({
    ...file.at('sendAt'),
    level: 'warning',
    message: pastSentence(entry.sendAt!, timezone) + others,
    remedy: `If it is to go: mend its date, or \`send ${entry.id}\`.`,
  }));
}

/** Warns of uncommitted articles with an alert and a past date. An alert is sent when its article appears, and this time is over. */
export async function warnOfPastAlerts(
  release: Release,
  content: Pick<ContentFiles, 'read'>,
  { fresh, now }: { fresh: readonly string[]; now: Instant },
): Promise<readonly Problem[]> {
  const { publication, newest } = release.index;
  const late = new Map(
    newest
      .filter((entry) => entry.alert !== undefined && !entry.draft && isLongPast({ sendAt: entry.date }, now))
      .map((entry) => [entry.slug, entry]),
  );
  const problems: Problem[] = [];
  for (const file of fresh.toSorted()) {
    const entry = late.get(fileSlug(file));
    const source = entry && (await readSourceFile(content, file));
    if (!entry || !source || !('file' in source)) continue;
    const line = source.file.text.split('\n').findIndex((text) => text.startsWith('alert:')) + 1;
    const date = formatLocalTime(entry.date, publication.timezone).replace('T', ' ');
    problems.push({
      ...{ file, line: Math.max(line, 1), level: 'warning' },
      message: `Its \`date\`, ${date}, was past when its alert came: nothing sends the alert by itself.`,
      remedy: `If it is to go: mend its date, or \`send ${alertRun(entry.id)}\`.`,
    });
  }
  return problems;
}
