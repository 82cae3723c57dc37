/** Terms of a view: the visible articles of an author, a tag or a series, and the articles related to one. */
import type { Entry } from '../../domain/content/article.ts';
import { ownProperty, tableNumberOf } from '../../domain/release/lookup-table.ts';
import { isVisible } from '../../domain/release/release.ts';
import { isTermArticleVisible, type TermRow } from '../../domain/release/taxonomies.ts';
import { type TermAddress, termSlug } from '../../domain/site/terms.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from './view.ts';

export type ShownTerm = TermAddress & { name: string; entries: readonly Entry[] };

type Located = { id: string; date: Instant; month: string };

/** The visible articles of a term, newest first, without their entries. */
async function listVisible(
  { release, withdrawn, now }: View,
  { taxonomy, slug }: TermAddress,
): Promise<{ name: string; articles: readonly Located[] } | undefined> {
  const term = await release.term(taxonomy, slug);
  const articles = (term?.months ?? []).flatMap(([month, all]) =>
    all
      .filter((one) => isTermArticleVisible(one, withdrawn, now))
      .map(({ id, date }) => ({ id, date, month })),
  );
  return term && articles.length > 0 ? { name: term.name, articles } : undefined;
}

async function readEntry(
  view: View,
  { id, month }: Pick<Located, 'id' | 'month'>,
): Promise<Entry | undefined> {
  return (await view.month(month)).find((entry) => entry.id === id);
}

/** The newest visible articles of a term; undefined if it has none, so that no name of an unpublished article is told. */
export async function readTerm(
  view: View,
  { taxonomy, slug, limit }: TermAddress & { limit: number },
): Promise<ShownTerm | undefined> {
  const found = await listVisible(view, { taxonomy, slug });
  if (!found) return undefined;
  const entries: Entry[] = [];
  for (const article of found.articles.slice(0, limit)) {
    const entry = await readEntry(view, article);
    if (entry) entries.push(entry);
  }
  return { taxonomy, slug, name: found.name, entries };
}

/** The terms with at least one visible article among their oldest. */
export const listTerms = async ({ release, withdrawn, now }: View): Promise<readonly TermRow[]> =>
  (await release.terms()).filter(({ first }) =>
    first.some((article) => isTermArticleVisible(article, withdrawn, now)),
  );

const MAX_RELATED = 3;

/** `changedAt`: the last instant at which a publication may have changed the choice. */
export type ShownRelated = { entries: readonly Entry[]; changedAt: Instant };

/** The visible articles that are closest to one, apart from those that its page links to already. */
export async function readRelated(
  view: View,
  { id }: Pick<Entry, 'id'>,
  apart: ReadonlySet<string>,
): Promise<ShownRelated> {
  const { release, changes, withdrawn, now } = view;
  const found = await release.related(id);
  const tables = release.index.taxonomies?.related ?? [];
  const object = tables[tableNumberOf(id, tables.length)];
  const changedAt = object === undefined ? 0 : (changes.related?.[object] ?? 0);
  const closest = [...(found?.later ?? []), ...(found?.earlier ?? [])]
    .filter(([other]) => !apart.has(other))
    .toSorted(([, , a], [, , b]) => b - a);
  const entries: Entry[] = [];
  // The first ones are nearly always shown, so their months are read at once.
  await Promise.all(closest.slice(0, MAX_RELATED).map(([, month]) => release.month(month)));
  for (const [other, month] of closest) {
    const entry = (await release.month(month)).find((one) => one.id === other);
    if (entry && isVisible(entry, withdrawn, now) && entries.push(entry) === MAX_RELATED) break;
  }
  return { entries, changedAt };
}

/** A part of a series: its number among the visible parts, oldest first, and the parts beside it. */
export type SeriesPlace = {
  name: string;
  slug: string;
  part: number;
  parts: number;
  previous: Entry | undefined;
  next: Entry | undefined;
  /** The last change of any part: the number of parts changes with it. */
  changedAt: Instant;
};

/** undefined if the article is in no series, or alone in it. */
export async function readSeriesPlace(view: View, { id, series }: Entry): Promise<SeriesPlace | undefined> {
  if (series === undefined) return undefined;
  const slug = termSlug(series);
  const found = await listVisible(view, { taxonomy: 'series', slug });
  const parts = found?.articles.toReversed() ?? [];
  const at = parts.findIndex((one) => one.id === id);
  if (found === undefined || at < 0 || parts.length < 2) return undefined;
  const read = (part: Located | undefined) => (part ? readEntry(view, part) : undefined);
  const [previous, next] = [await read(parts[at - 1]), await read(parts[at + 1])];
  const changedAt = parts
    .flatMap(({ id: of, date }) => [date, ownProperty(view.changes.articles, of) ?? 0])
    .filter((instant) => instant <= view.now)
    .reduce((latest, instant) => Math.max(latest, instant), 0);
  return { name: found.name, slug, part: at + 1, parts: parts.length, previous, next, changedAt };
}
