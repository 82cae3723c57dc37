/** Fingerprints of a release's articles, by which a story is recognised later, even under another file name. */
import type { Entry } from '../../domain/content/article.ts';
import { FOLD_MARK } from '../../domain/content/fragment.ts';
import { fingerprintStory } from '../../domain/stories/fingerprint.ts';
import type { LetterView, View } from './view.ts';

export const fingerprintArticle = async (
  { release }: Pick<View, 'release'>,
  entry: Entry,
): Promise<string> => {
  const { text, pictures } = await release.fragment(entry);
  const shown = [...(entry.image ? [entry.image] : []), ...pictures].map(({ mail }) => mail.path);
  return fingerprintStory({ title: entry.title, text: text.replaceAll(FOLD_MARK, ' ') }, shown);
};

/** The fingerprints of a run's articles, in the order of their ids; empty for an article that is not found. */
export const fingerprintArticles = (view: LetterView, articles: readonly string[]): Promise<string[]> =>
  Promise.all(
    articles.map(async (id) => {
      const found = await view.byId(id);
      return found ? fingerprintArticle(view, found.entry) : '';
    }),
  );
