/** The terms of a release: authors, tags and series (taxonomies), each with its articles. */
import { listTermAddresses, type Taxonomy } from '../site/terms.ts';
import type { Instant } from '../time/instant.ts';
import { type ArticleRecord, isListable } from './article-record.ts';
import { tableCountFor, tableNumberOf } from './lookup-table.ts';

/** An article of a term, with all that tells whether readers see it: no list of articles has to be read for that. */
export type TermArticle = { id: string; date: Instant; until?: Instant };

/** A term's articles by month, newest first; drafts are left out. */
export type Term = {
  name: string;
  months: readonly (readonly [month: string, articles: readonly TermArticle[]])[];
};

/** Term key → term. A key is in one table (hash partitions, as of look-up tables). */
export type TermTable = Readonly<Record<string, Term>>;

/** A row of the list of all terms. `first`: the oldest articles, by which a list of pages tells whether one is visible. */
export type TermRow = {
  taxonomy: Taxonomy;
  slug: string;
  name: string;
  first: readonly TermArticle[];
};

/** Enough that a term is left out of a sitemap only if its eight oldest articles are all withdrawn. */
const OLDEST_ARTICLES = 8;

export const termKey = (taxonomy: Taxonomy, slug: string): string => `${taxonomy}:${slug}`;

type Collected = { taxonomy: Taxonomy; slug: string; name: string; rows: ArticleRecord[] };

/** `newest`: article records, newest first. The oldest article's spelling of a name is the term's. */
function collectTerms(newest: readonly ArticleRecord[]): Map<string, Collected> {
  const terms = new Map<string, Collected>();
  for (const row of newest) {
    if (!isListable(row)) continue;
    for (const { taxonomy, slug, name } of listTermAddresses(row.facts.terms)) {
      const key = termKey(taxonomy, slug);
      const term = terms.get(key) ?? { taxonomy, slug, name, rows: [] };
      if (term.rows.at(-1) === row) continue;
      term.rows.push(row);
      terms.set(key, { ...term, name });
    }
  }
  return terms;
}

const articleOf = ({ facts, until }: ArticleRecord): TermArticle => ({
  id: facts.id.text,
  date: facts.date,
  ...(until !== undefined && { until }),
});

/** The rule of `isVisible` (release.ts), for articles that are no drafts. */
export const isTermArticleVisible = (
  { id, date, until = Number.POSITIVE_INFINITY }: TermArticle,
  withdrawn: ReadonlySet<string>,
  now: Instant,
): boolean => date <= now && now < until && !withdrawn.has(id);

const encodeTerm = ({ name, rows }: Collected): Term => ({
  name,
  months: [...Map.groupBy(rows, ({ month }) => month)].map(
    ([month, some]) => [month, some.map(articleOf)] as const,
  ),
});

const rowOf = ({ taxonomy, slug, name, rows }: Collected): TermRow => ({
  ...{ taxonomy, slug, name },
  first: rows.slice(-OLDEST_ARTICLES).map(articleOf),
});

/** The list of all terms, and the tables of their articles. `newest`: article records, newest first. */
export function makeTaxonomies(newest: readonly ArticleRecord[]): { rows: TermRow[]; tables: TermTable[] } {
  const terms = [...collectTerms(newest)].sort(([a], [b]) => (a < b ? -1 : 1));
  const count = tableCountFor(terms.length);
  const tables = Array.from({ length: count }, (): [string, Term][] => []);
  for (const [key, term] of terms) tables[tableNumberOf(key, count)]!.push([key, encodeTerm(term)]);
  return {
    rows: terms.map(([, term]) => rowOf(term)),
    tables: tables.map((table) => Object.fromEntries(table)),
  };
}
