/** Computes the changes that a switch of the live release makes, apart from time's: edits, late articles, removals, a new look. */
import type { Entry } from '../content/article.ts';
import type { Instant } from '../time/instant.ts';
import { ownProperty } from './lookup-table.ts';
import { type Changes, isVisible, type Removal } from './release.ts';

/** The release before or after the switch. `entries` may lack months that are the same in both; `editions` lacks none. */
export type ReleaseSide = {
  site: string;
  entries: readonly Entry[];
  withdrawn: ReadonlySet<string>;
  /** Id → hash. */
  editions: Readonly<Record<string, string>>;
  /** Objects of the tables of related articles. */
  related?: readonly string[];
};

/**
 * The most removals that are kept. Older ones are folded into `site`: lists that they never touched get a date that is a little late, and
 * none gets one that is early.
 */
const MAX_REMOVALS = 500;

/** Changes of the first publication: everything is as new as the switch. */
export const createFirstChanges = (now: Instant): Changes => ({
  site: now,
  articles: {},
  editions: {},
  removals: [],
});

/** `now` is the instant of the switch. The function is pure: the same sides give the same changes. */
export function computeNextChanges(
  previous: Changes,
  before: ReleaseSide,
  after: ReleaseSide,
  now: Instant,
): Changes {
  const old = new Map(before.entries.map((entry) => [entry.id, entry]));
  const removals = [...previous.removals];
  // A Map, because an id may be `__proto__`.
  const articles = new Map(Object.entries(previous.articles));
  for (const entry of after.entries) {
    const was = old.get(entry.id);
    old.delete(entry.id);
    const wasSeen = was !== undefined && isVisible(was, before.withdrawn, now);
    const isSeen = isVisible(entry, after.withdrawn, now);
    if (isSeen && (!wasSeen || was.hash !== entry.hash)) articles.set(entry.id, now);
    if (wasSeen && (!isSeen || hasMoved(was, entry))) removals.push(removalOf(was, now));
  }
  for (const gone of old.values()) {
    articles.delete(gone.id);
    if (isVisible(gone, before.withdrawn, now)) removals.push(removalOf(gone, now));
  }
  const site = before.site === after.site ? previous.site : now;
  const editions = computeEditionChanges(previous, before, after, now);
  const related = computeRelatedChanges(previous, before, after, now);
  return foldOldRemovals({ site, articles: Object.fromEntries(articles), editions, removals, ...related });
}

/** A table that is new, or has other articles: the pages of all its articles may show others. */
function computeRelatedChanges(
  { related = {} }: Changes,
  before: ReleaseSide,
  after: ReleaseSide,
  now: Instant,
): Pick<Changes, 'related'> {
  if (after.related === undefined) return {};
  const kept = new Set(before.related);
  const changed = after.related.flatMap((object): [string, Instant][] => {
    const at = kept.has(object) ? related[object] : now;
    return at === undefined ? [] : [[object, at]];
  });
  return { related: Object.fromEntries(changed) };
}

const removalOf = ({ topic, date }: Entry, at: Instant): Removal => ({ topic, date, at });

/** True if the article is in another list now, or at another place of the same one. */
const hasMoved = (was: Entry, is: Entry): boolean =>
  was.topic !== is.topic || was.date !== is.date || termsTextOf(was) !== termsTextOf(is);

const termsTextOf = ({ authors, tags, series }: Entry): string => JSON.stringify([authors, tags, series]);

function computeEditionChanges(
  previous: Changes,
  before: ReleaseSide,
  after: ReleaseSide,
  now: Instant,
): Changes['editions'] {
  const changed = Object.entries(after.editions).flatMap(([id, hash]): [string, Instant][] => {
    if (ownProperty(before.editions, id) !== hash) return [[id, now]];
    const at = ownProperty(previous.editions, id);
    return at === undefined ? [] : [[id, at]];
  });
  return Object.fromEntries(changed);
}

function foldOldRemovals(changes: Changes): Changes {
  const excess = changes.removals.length - MAX_REMOVALS;
  if (excess <= 0) return changes;
  const folded = changes.removals.slice(0, excess).map((removal) => removal.at);
  return { ...changes, site: Math.max(changes.site, ...folded), removals: changes.removals.slice(excess) };
}
