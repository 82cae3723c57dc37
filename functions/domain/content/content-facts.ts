/** Collects the metadata (facts) of an article and of an edition that the cross-check of the whole content reads. */
import type { ArticleFacts, ArticleTerms, EditionFacts, FoundLink, Located } from '../source/source-files.ts';
import { minutesOf } from '../text/word-count.ts';
import { encodeAnchorNames } from './anchors.ts';
import type { Entry } from './article.ts';
import type { ArticleSource } from './article-source.ts';
import type { EditionSource } from './edition-source.ts';
import type { Rendered } from './markdown.ts';

/** Adds the word count, the reading time and, if the file has no summary, the lede. */
export function entryOf(source: ArticleSource, rendered: Rendered): Omit<Entry, 'image' | 'place' | 'hash'> {
  const { words } = rendered;
  return {
    ...source.entry,
    summary: source.entry.summary || publicLedeOf(source.entry, rendered),
    words,
    minutes: minutesOf(words),
  };
}

/** A summary is public, so it takes no words from below the fold of an article for the letter alone. */
const publicLedeOf = (
  { access }: ArticleSource['entry'],
  { lede, ledeBelow }: Pick<Rendered, 'lede' | 'ledeBelow'>,
): string => (access === 'letter' && ledeBelow ? '' : lede);

export function articleFactsOf(source: ArticleSource, rendered: Rendered): ArticleFacts {
  const { file, entry, lines, aliases, image, audio } = source;
  const heard = audio?.src === undefined ? [] : [{ src: audio.src, line: audio.line }];
  const at = (text: string, key: string): Located => ({ text, line: lines[key] ?? 1 });
  return {
    file,
    id: at(entry.id, 'id'),
    slug: entry.slug,
    date: entry.date,
    draft: entry.draft,
    withdrawn: entry.withdrawn !== undefined,
    ...(entry.withdrawn && { withdrawnAt: entry.withdrawn.date }),
    topic: at(entry.topic, 'topic'),
    alert: entry.alert === undefined ? undefined : at(entry.alert, 'alert'),
    aliases,
    links: siteLinksOf(rendered),
    ...headingsOf(source, rendered),
    images: [...(image ? [image] : []), ...heard, ...rendered.figures, ...rendered.files].map(
      ({ src, line }) => ({
        text: src,
        line,
      }),
    ),
    ...termsOf(entry),
  };
}

function termsOf({ authors, tags, series }: ArticleSource['entry']): { terms?: ArticleTerms } {
  if (authors.length === 0 && tags.length === 0 && series === undefined) return {};
  const terms = {
    ...(authors.length > 0 && { authors }),
    ...(tags.length > 0 && { tags }),
    ...(series !== undefined && { series }),
  };
  return { terms };
}

/** The page of an article for subscribers of the letter shows the part above the fold, or a summary. */
function headingsOf(
  { entry }: ArticleSource,
  { anchors, headingsAbove, fragment }: Rendered,
): Partial<ArticleFacts> {
  const shown = fragment.folded ? headingsAbove : 0;
  return {
    ...(anchors.length > 0 && { headings: anchors.map(encodeAnchorNames) }),
    ...(entry.access === 'letter' && anchors.length > 0 && { publicHeadings: shown }),
    ...(entry.access === 'public' && fragment.folded && { hasFold: true }),
  };
}

export const siteLinksOf = ({ links }: Rendered): readonly FoundLink[] =>
  links.filter((link) => link.href.startsWith('/'));

/** `rendered`: the intro, texts and sign-off of the edition. */
export function editionFactsOf(source: EditionSource, rendered: readonly Rendered[]): EditionFacts {
  const { file, id, newsletter, sendAt, aliases, items, lines } = source;
  const at = (text: string, key: string): Located => ({ text, line: lines[key] ?? 1 });
  const shown = rendered.flatMap((one) => [...one.figures, ...one.files]);
  return {
    file,
    id: at(id, 'id'),
    newsletter: at(newsletter, 'newsletter'),
    ...(sendAt !== undefined && { sendAt: { at: sendAt, line: lines.sendAt ?? 1 } }),
    aliases,
    articles: items.flatMap((i) => (i.kind === 'article' ? [{ text: i.article, line: i.line }] : [])),
    sponsors: items.flatMap((i) => (i.kind === 'sponsor' ? [{ text: i.file, line: i.line }] : [])),
    links: rendered.flatMap(siteLinksOf),
    images: shown.map(({ src, line }) => ({ text: src, line })),
  };
}
