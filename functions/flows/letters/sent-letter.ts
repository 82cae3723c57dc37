/** The letter that was sent, for the page of an edition: its frozen frame, and fingerprints that show which articles changed since. */
import type { Entry, Fragment } from '../../domain/content/article.ts';
import type { Edition, EditionItem } from '../../domain/content/edition.ts';
import { fillText } from '../../domain/content/fragment.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { LetterPage } from '../../domain/letters/letter.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { loadLetter } from './frozen-letters.ts';
import type { LetterItem } from './letter-items.ts';

/** `since`: the instant of freezing. `isLater`: some subscribers got an earlier text. */
export type SentLetter = { subject: string; page: LetterPage | undefined; since: Instant; isLater: boolean };

type Shape = Extract<EditionItem, { kind: 'article' }>['as'];

/** The fingerprint of the words that a letter in this shape prints of an article; a change of looks alone leaves it. */
export function fingerprintItem(entry: Entry, fragment: Fragment | undefined, as: Shape): string {
  const body =
    as === 'headline' || !fragment
      ? entry.summary
      : fillText(fragment, '', as === 'brief' ? 'brief' : 'whole');
  return sha256(JSON.stringify([entry.title, body])).slice(0, 16);
}

/** True if the letter said the same. A brief of an older letter had no footnotes. */
export function isAsSent(said: string, entry: Entry, fragment: Fragment | undefined, as: Shape): boolean {
  if (said === fingerprintItem(entry, fragment, as)) return true;
  if (as !== 'brief' || !fragment?.briefNotes) return false;
  const { briefNotes: _, ...bare } = fragment;
  return said === fingerprintItem(entry, bare, as);
}

export function pageOf(
  { preheader, intro, signoff }: Pick<Edition, 'preheader' | 'intro' | 'signoff'>,
  items: readonly LetterItem[],
): LetterPage {
  return {
    preheader,
    ...(intro && { intro }),
    ...(signoff && { signoff }),
    items: items.map((item) => {
      if (item.kind !== 'article') return item;
      const { kind, entry, fragment, as, picture, label } = item;
      const said = fingerprintItem(entry, fragment, as);
      return { kind, article: entry.id, as, ...(picture && { picture }), label, said };
    }),
  };
}

/** The newest text of a run. The page is undefined for letters of older versions, and if the blob is lost. */
export async function readSentLetter(blobs: Pick<Blobs, 'get'>, run: Run): Promise<SentLetter | undefined> {
  if (run.letter === undefined) return undefined;
  const text = run.texts?.at(-1);
  const about = { since: text?.since ?? run.createdAt, isLater: (run.texts?.length ?? 0) > 1 };
  try {
    const { subject, page } = await loadLetter(blobs, run.letter);
    return { subject, page, ...about };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'not-found') throw error;
    return { subject: run.subject, page: undefined, ...about };
  }
}
