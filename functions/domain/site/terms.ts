/**
 * Terms: the names by which articles are classified, in three taxonomies: authors, tags and series. Each term has a page and feeds. Names
 * that differ only in capitals, spaces or the encoding of accents are one term.
 */
import type { ArticleTerms } from '../source/source-files.ts';
import { FEED_FILES, type FeedFormat } from './paths.ts';

export const TAXONOMIES = ['author', 'tag', 'series'] as const;
export type Taxonomy = (typeof TAXONOMIES)[number];

/** The first part of the addresses of a taxonomy's terms. */
export const TERM_FOLDERS: Readonly<Record<Taxonomy, string>> = {
  author: 'authors',
  tag: 'tags',
  series: 'series',
};

/** Characters that end or divide a path, or that servers on the way rewrite. */
const PATH_CHARACTERS = /[\s/\\?%:;&"'<>^`{|}]+/gu;
/** A full stop or comma at the end of a word: `A. Marsh`. */
const END_OF_WORD = /[.,]+(?=\s|$)/g;

/** The end of a term's address: `Sea Ice` → `sea-ice`; letters of any script stay. Empty for a name of signs alone. */
export function termSlug(name: string): string {
  const small = name.normalize('NFC').toLowerCase();
  const slug = small.replaceAll(END_OF_WORD, '').replaceAll(PATH_CHARACTERS, '-');
  return slug.replaceAll(/-{2,}/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
}

export type TermAddress = { taxonomy: Taxonomy; slug: string };

/** Encoded: a slug may be in any script. */
export const termPath = ({ taxonomy, slug }: TermAddress): string =>
  `/${TERM_FOLDERS[taxonomy]}/${encodeURIComponent(slug)}`;

export const termFeedPath = (format: FeedFormat, term: TermAddress): string =>
  `${termPath(term)}/${FEED_FILES[format]}`;

/** The feeds of terms as routes: `/tags/:tag/feed.xml`. */
export const termFeedPattern = (format: FeedFormat, taxonomy: Taxonomy): string =>
  `/${TERM_FOLDERS[taxonomy]}/:${taxonomy}/${FEED_FILES[format]}`;

/** An article's names by taxonomy. */
export const namesByTaxonomy = ({
  authors = [],
  tags = [],
  series,
}: ArticleTerms): Readonly<Record<Taxonomy, readonly string[]>> => ({
  author: authors,
  tag: tags,
  series: series === undefined ? [] : [series],
});

/** The terms of an article, without names of signs alone, which have no address. */
export function listTermAddresses(terms: ArticleTerms | undefined): (TermAddress & { name: string })[] {
  if (terms === undefined) return [];
  const names = namesByTaxonomy(terms);
  return TAXONOMIES.flatMap((taxonomy) =>
    names[taxonomy].map((name) => ({ taxonomy, slug: termSlug(name), name })),
  ).filter(({ slug }) => slug !== '');
}
