/** Computes the visible part of a release from time and withdrawals: memoized until the next instant that changes it. */
import type { Entry } from '../../domain/content/article.ts';
import { hashOf } from '../../domain/hash.ts';
import {
  byNewest,
  type Changes,
  type Expiry,
  isWithdrawn,
  type Pointer,
  type Release,
  revisionsOf,
  withdrawnIds,
} from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { monthOf } from '../../domain/time/month.ts';

export type OpenedRelease = { release: Release; pointer: Pointer; changes: Changes };

export type Visibility = OpenedRelease & {
  withdrawn: ReadonlySet<string>;
  /** Entries dated after now, newest first, drafts included. */
  upcoming: readonly Entry[];
  months: readonly { month: string; count: number }[];
  /** The visibility holds for `since ≤ now < until`. */
  since: Instant;
  until: Instant | undefined;
  key: string;
};

export async function computeVisibility(opened: OpenedRelease, now: Instant): Promise<Visibility> {
  const { release, pointer } = opened;
  const withdrawn = withdrawnIds(pointer);
  const { upcoming, newest } = await splitByNow(release, now);
  const instants = [
    ...upcoming.filter((e) => !e.draft).map((e) => e.date),
    ...expiryInstantsOf(release.index.leaving),
    ...(await findRevisions(release, now)),
  ];
  const since = Math.max(newest, ...instants.filter((i) => i <= now));
  const ahead = instants.filter((i) => i > now);
  return {
    ...opened,
    withdrawn,
    upcoming,
    months: await countMonths(release, withdrawn, upcoming, now),
    since,
    until: ahead.length > 0 ? Math.min(...ahead) : undefined,
    key: hashOf(release.hash, JSON.stringify(pointer.withdrawn), pointer.changes, String(since)).slice(0, 32),
  };
}

const expiryInstantsOf = (leaving: readonly Expiry[]): Instant[] => leaving.map((l) => l.until);

/** Only months with a revision to come are read: of all others, the newest revision tells views before and after it apart. */
async function findRevisions(release: Release, now: Instant): Promise<Instant[]> {
  const found: Instant[] = [];
  for (const { month, revised } of release.index.months) {
    if (revised === undefined) continue;
    if (revised <= now) found.push(revised);
    else found.push(...(await release.month(month)).flatMap(shownRevisionsOf));
  }
  return found;
}

/** What is older than the article shows when the article does. */
const shownRevisionsOf = (entry: Entry): Instant[] =>
  entry.draft ? [] : revisionsOf(entry).filter((instant) => instant > entry.date);

/** `newest`: the last publication instant that has passed; 0 if none has. */
async function splitByNow(release: Release, now: Instant): Promise<{ upcoming: Entry[]; newest: Instant }> {
  const upcoming: Entry[] = [];
  for await (const entry of release.entries()) {
    if (entry.date > now) upcoming.push(entry);
    else if (!entry.draft) return { upcoming, newest: entry.date };
  }
  return { upcoming, newest: 0 };
}

/** Takes the index's counts and corrects them for future, expiring and withdrawn articles, which the index cannot know. */
async function countMonths(
  release: Release,
  withdrawn: ReadonlySet<string>,
  upcoming: readonly Entry[],
  now: Instant,
): Promise<Visibility['months']> {
  const { months, leaving, publication } = release.index;
  const counts = new Map(months.map((m) => [m.month, m.plain]));
  const add = (month: string, n: number) => counts.set(month, (counts.get(month) ?? 0) + n);
  const isPlain = (entry: Entry) => !entry.draft && entry.withdrawn === undefined;
  for (const entry of upcoming.filter(isPlain)) add(monthOf(entry.date, publication.timezone), -1);
  for (const l of leaving) if (l.date <= now && now < l.until && !withdrawn.has(l.article)) add(l.month, 1);
  for (const id of withdrawn) {
    const entry = await release.byId(id);
    if (entry && isPlain(entry) && entry.date <= now) add(monthOf(entry.date, publication.timezone), -1);
  }
  return [...counts].filter(([, count]) => count > 0).map(([month, count]) => ({ month, count }));
}

/** Drafts and future articles, which a preview shows besides. Only the months that hold drafts are read. */
export async function listHidden(seen: Visibility, now: Instant): Promise<readonly Entry[]> {
  const { months, leaving } = seen.release.index;
  const drafts: Entry[] = [];
  for (const { month, count, plain } of months) {
    if (count === plain + leaving.filter((l) => l.month === month).length) continue;
    const entries = await seen.release.month(month);
    drafts.push(...entries.filter((e) => e.draft && e.date <= now));
  }
  const ahead = seen.upcoming.filter((e) => e.draft || !isWithdrawn(e, seen.withdrawn, now));
  return [...ahead, ...drafts].sort(byNewest);
}
