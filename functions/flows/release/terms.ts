/** Terms of a view: the visible articles of an author, a tag or a series, and the articles related to one. */
import type { Entry } from '../../domain/content/article.ts';
import { tableNumberOf } from '../../domain/release/lookup-table.ts';
import { isVisible } from '../../domain/release/release.ts';
import type { TermRow } from '../../domain/release/taxonomies.ts';
import { type TermAddress, termSlug } from '../../domain/site/terms.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from './view.ts';

export type ShownTerm = TermAddress & { name: string; entries: readonly Entry[] };

/** The newest visible articles of a term; undefined if it has none, so that no name of an unpublished article is told. */
export async function readTerm(
  view: View,
  { taxonomy, slug, limit }: TermAddress & { limit: number },
): Promise<ShownTerm | undefined> {
  const term = await view.release.term(taxonomy, slug);
  if (!term) return undefined;
  const entries: Entry[] = [];
  for (const [month, ids] of term.months) {
    const wanted = new Set(ids);
    entries.push(...(await view.month(month)).filter(({ id }) => wanted.has(id)));
    if (entries.length >= limit) break;
  }
  return entries.length > 0
    ? { taxonomy, slug, name: term.name, entries: entries.slice(0, limit) }
    : undefined;
}

/** The terms with at least one visible article among their oldest. */
export async function listTerms({ release, withdrawn, now }: View): Promise<readonly TermRow[]> {
  const isShown = ({ id, date, until = Number.POSITIVE_INFINITY }: TermRow['first'][number]): boolean =>
    date <= now && now < until && !withdrawn.has(id);
  return (await release.terms()).filter(({ first }) => first.some(isShown));
}

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
};

const MAX_PARTS = 1000;

/** undefined if the article is in no series, or alone in it. */
export async function readSeriesPlace(view: View, { id, series }: Entry): Promise<SeriesPlace | undefined> {
  if (series === undefined) return undefined;
  const slug = termSlug(series);
  const term = await readTerm(view, { taxonomy: 'series', slug, limit: MAX_PARTS });
  const parts = term?.entries.toReversed() ?? [];
  const at = parts.findIndex((one) => one.id === id);
  if (term === undefined || at < 0 || parts.length < 2) return undefined;
  return {
    ...{ name: term.name, slug, part: at + 1, parts: parts.length },
    ...{ previous: parts[at - 1], next: parts[at + 1] },
  };
}
