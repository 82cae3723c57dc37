/** A small view that can assemble letters: a release in memory, with the real templates, compiled, and the real translations. */
import { createTemplateCompiler } from '../../../functions/adapters/mjml/compiler.ts';
import type { Entry } from '../../../functions/domain/content/article.ts';
import type { LetterView } from '../../../functions/flows/release/view.ts';
import { publishedViews, type Wording } from './published.ts';
import { aPublication } from './small-publication.ts';
import { aStore, type SmallStore } from './small-site.ts';
import { readWords } from './words.ts';

const compiled = createTemplateCompiler(new URL('../../../templates', import.meta.url).pathname).compile();
const words = readWords('en');

/** Translations and mail templates of templates/, in English. */
export const englishWording = async (): Promise<Wording> => ({ words, templates: (await compiled).mail });

export function letterView(changes: Partial<SmallStore> = {}): Promise<LetterView> {
  const publication = changes.publication ?? aPublication({ accent: '#8c1c3a' });
  return publishedViews(aStore({ ...changes, publication }), englishWording).current();
}

/** A test's entries with the pack locations that the release gives their texts. */
export const placeEntries = (view: LetterView, entries: readonly Entry[]): Promise<Entry[]> =>
  Promise.all(
    entries.map(async (entry) => {
      const found = await view.byId(entry.id);
      if (!found) throw new Error(`The release has no article ${entry.id}.`);
      return { ...entry, place: found.entry.place };
    }),
  );

export async function placeEntry(view: LetterView, entry: Entry): Promise<Entry> {
  const [placed] = await placeEntries(view, [entry]);
  return placed!;
}
