/** Editions that no commit has yet and whose time is past: a slip in `sendAt`, seen before it is published. */
import type { ContentFiles } from '../domain/content.ts';
import { isPast } from '../domain/due.ts';
import type { EditionEntry } from '../domain/edition.ts';
import type { Instant } from '../domain/instant.ts';
import type { Problem } from '../domain/problem.ts';
import type { Release } from '../domain/release.ts';
import { type EditionFile, editionFile } from './edition-file.ts';
import { ARCHIVE, pastSentence } from './past-editions.ts';

/** `fresh`: paths of files that are in no commit. An archive that is moved here is one warning. */
export async function warnOfPast(
  release: Release,
  content: ContentFiles,
  { fresh, now }: { fresh: readonly string[]; now: Instant },
): Promise<readonly Problem[]> {
  if (fresh.length === 0) return [];
  const { timezone } = release.index.publication;
  const past = new Map(
    (await release.editions()).filter((one) => isPast(one, now)).map((one) => [one.id, one]),
  );
  const found: { entry: EditionEntry; file: EditionFile }[] = [];
  for (const path of past.size > 0 ? fresh.toSorted() : []) {
    const file = await editionFile(content, path);
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
