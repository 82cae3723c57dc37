/** Last-Modified: computes when a resource last changed by editing, publishing, withdrawing, or time alone. */
import type { Entry } from '../content/article.ts';
import type { Instant } from '../time/instant.ts';
import { monthOf } from '../time/month.ts';
import { ownProperty } from './lookup-table.ts';
import { type Changes, type Expiry, type Removal, revisionsOf } from './release.ts';

/**
 * The scope of a list: one topic, one month, or the home list. `complete: false` marks a list that is cut off, so that removals older than
 * its last entry never touched it. Without the field every removal counts: the date may then be late, but never early.
 */
export type ListScope = { topic?: string; month?: string; complete?: boolean };

type ChangeHistory = { changes: Changes; leaving: readonly Expiry[]; timezone: string };

/** The last change of `entries`; with a scope, of their list, which also changes when an article leaves it. Never after `now`. */
export function lastChangeOf(
  known: ChangeHistory,
  now: Instant,
  entries: readonly Entry[],
  scope?: ListScope,
): Instant {
  const { changes } = known;
  const edits = entries.flatMap((entry) => [
    ...[entry.date, ownProperty(changes.articles, entry.id) ?? 0],
    ...revisionsOf(entry),
  ]);
  const removed = scope ? removalInstantsOf(known, entries, scope) : [];
  const past = [changes.site, ...edits, ...removed].filter((instant) => instant <= now);
  return past.reduce((latest, instant) => Math.max(latest, instant), 0);
}

function removalInstantsOf(known: ChangeHistory, entries: readonly Entry[], scope: ListScope): Instant[] {
  const oldest = scope.complete === false ? (entries.at(-1)?.date ?? 0) : 0;
  const touches = ({ topic, date }: Removal) =>
    (scope.topic === undefined || scope.topic === topic) &&
    (scope.month === undefined || scope.month === monthOf(date, known.timezone)) &&
    date >= oldest;
  const left = known.leaving.map(({ topic, date, until }) => ({ topic, date, at: until }));
  return [...known.changes.removals, ...left].filter(touches).map((removal) => removal.at);
}
