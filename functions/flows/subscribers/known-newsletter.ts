/** Checks that a newsletter named at a terminal is one of the publication. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { suggestWord } from '../../domain/text/nearest-word.ts';

/** Throws `not-found` with the nearest id as the remedy. */
export function requireNewsletter({ newsletters }: Publication, id: string): void {
  const known = newsletters.map((newsletter) => newsletter.id);
  if (known.includes(id)) return;
  throw new BroadsheetError('not-found', `There is no newsletter \`${id.slice(0, 63)}\`.`, {
    remedy: suggestWord(id, known),
  });
}
