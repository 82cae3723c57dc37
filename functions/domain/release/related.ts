/** Related stories, ranked at build: most tags in common first, then the same topic, then the nearest in time. */

import { termSlug } from '../site/terms.ts';
import { type ArticleRecord, isListable } from './article-record.ts';
import { tableNumberOf } from './lookup-table.ts';

/** `rank`: higher is closer. */
export type RelatedArticle = readonly [id: string, month: string, rank: number];
/** Related articles dated later, and those dated earlier or at once; each list is ordered by rank. */
export type Related = { later: readonly RelatedArticle[]; earlier: readonly RelatedArticle[] };
/** Article id → its related articles. */
export type RelatedTable = Readonly<Record<string, Related>>;

/** Kept on either side: enough for a page, also after withdrawals and while some of the later ones are still to come. */
const MAX_CANDIDATES = 4;
/** Articles with the same tag, or of the same topic, that are looked at on either side: the work stays linear for a tag of all articles. */
const MAX_TAG_NEIGHBOURS = 6;
const MAX_TOPIC_NEIGHBOURS = 4;
const RANK_OF_TAG = 4;
const RANK_OF_TOPIC = 1;

type Ranked = { at: number; rank: number; distance: number };

/** `newest`: article records, newest first. `tables`: the number of tables. */
export function makeRelated(newest: readonly ArticleRecord[], tables: number): RelatedTable[] {
  const rows = newest.filter(isListable);
  const rankAt = createRanking(rows);
  const made = Array.from({ length: tables }, (): [string, Related][] => []);
  const write = ({ at, rank }: Ranked): RelatedArticle => [rows[at]!.facts.id.text, rows[at]!.month, rank];
  for (const [at, { facts }] of rows.entries()) {
    const ranked = rankAt(at);
    if (ranked.length === 0) continue;
    const [later, earlier] = [true, false].map((isLater) =>
      ranked
        .filter((one) => rows[one.at]!.facts.date > facts.date === isLater)
        .slice(0, MAX_CANDIDATES)
        .map(write),
    );
    made[tableNumberOf(facts.id.text, tables)]!.push([facts.id.text, { later: later!, earlier: earlier! }]);
  }
  return made.map((table) => Object.fromEntries(table));
}

/** Returns a function that finds an article's candidates, closest first. It must be called for each position in turn. */
function createRanking(rows: readonly ArticleRecord[]): (at: number) => Ranked[] {
  const topics = createGroups(rows, ({ facts }) => [facts.topic.text], MAX_TOPIC_NEIGHBOURS);
  const tags = createGroups(rows, ({ facts }) => (facts.terms?.tags ?? []).map(termSlug), MAX_TAG_NEIGHBOURS);
  return (at) => {
    const { date, topic } = rows[at]!.facts;
    const ranks = new Map<number, number>();
    for (const other of tags(at)) ranks.set(other, (ranks.get(other) ?? 0) + RANK_OF_TAG);
    for (const other of topics(at)) ranks.set(other, ranks.get(other) ?? 0);
    return [...ranks]
      .map(([other, rank]) => {
        const its = rows[other]!.facts;
        const same = its.topic.text === topic.text ? RANK_OF_TOPIC : 0;
        return { at: other, rank: rank + same, distance: Math.abs(its.date - date) };
      })
      .sort((a, b) => b.rank - a.rank || a.distance - b.distance || a.at - b.at);
  };
}

/**
 * Groups articles by names. Returns a function that lists the articles beside one in each of its groups, `most` on either side; called for
 * each position in turn, it needs no search for the place within a group.
 */
function createGroups(
  rows: readonly ArticleRecord[],
  namesOf: (row: ArticleRecord) => readonly string[],
  most: number,
): (at: number) => number[] {
  const groups = new Map<string, { members: number[]; place: number }>();
  const names = rows.map((row) => [...new Set(namesOf(row))]);
  for (const [at, all] of names.entries())
    for (const name of all) {
      const group = groups.get(name);
      if (group) group.members.push(at);
      else groups.set(name, { members: [at], place: 0 });
    }
  return (at) =>
    names[at]!.flatMap((name) => {
      const group = groups.get(name)!;
      const place = group.place++;
      const before = group.members.slice(Math.max(0, place - most), place);
      return [...before, ...group.members.slice(place + 1, place + 1 + most)];
    });
}
