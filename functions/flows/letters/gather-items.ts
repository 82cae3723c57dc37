/** Gathers what a letter prints: its articles as they are visible now, with their bodies. */
import type { Entry } from '../../domain/content/article.ts';
import type { EditionItem } from '../../domain/content/edition.ts';
import type { LetterView } from '../release/view.ts';
import type { ArticleItem, ArticleShape, LetterItem } from './letter-items.ts';

/** `hidden`: an editor looks, so drafts and what is to come are printed too; they are reported all the same. */
export async function gatherEdition(
  view: LetterView,
  asked: readonly EditionItem[],
  hidden: boolean,
): Promise<{ items: readonly LetterItem[]; invisible: readonly string[] }> {
  const invisible: string[] = [];
  const items: LetterItem[] = [];
  for (const item of asked) {
    if (item.kind !== 'article') {
      items.push(item);
      continue;
    }
    const found = await view.byId(item.article);
    if (found?.kind !== 'visible') invisible.push(item.article);
    const entry = found?.kind === 'visible' || (hidden && found?.kind === 'hidden') ? found.entry : undefined;
    if (entry) items.push({ ...item, entry, fragment: await view.release.fragment(entry) });
  }
  return { items, invisible };
}

export const gatherEntries = (
  view: LetterView,
  entries: readonly Entry[],
  as: ArticleShape,
): Promise<readonly ArticleItem[]> =>
  Promise.all(
    entries.map(async (entry) => ({
      kind: 'article' as const,
      entry,
      fragment: await view.release.fragment(entry),
      as,
      label: undefined,
    })),
  );
