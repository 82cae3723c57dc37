/** Compares the articles of a release with the live ones: finds stories under another id, lost addresses, copies and deleted stories. */
import type { Entry } from '../../domain/content/article.ts';
import { FOLD_MARK } from '../../domain/content/fragment.ts';
import type { Release } from '../../domain/release/release.ts';
import { articlePath } from '../../domain/site/paths.ts';
import { compareFingerprints } from '../../domain/stories/fingerprint.ts';
import { compareStories } from '../../domain/stories/story.ts';
import { type StoryTrace, type StoryVersion, traceStories } from '../../domain/stories/trace-stories.ts';
import { yamlText } from '../../domain/text/yaml.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { indexById } from './compare-editions.ts';
import { fingerprintArticle } from './fingerprint-articles.ts';
import type { IdentityFault, StoredRelease } from './identity-fault.ts';
import { readEntries } from './switch-release.ts';

type OpenedStoredRelease = StoredRelease & { release: Release };

export async function findArticleFaults(
  live: OpenedStoredRelease,
  next: OpenedStoredRelease,
  now: Instant,
): Promise<IdentityFault[]> {
  const months = (one: OpenedStoredRelease) => one.release.index.months;
  const kept = new Set(months(next).map(({ object }) => object));
  const same = new Set(months(live).flatMap(({ object }) => (kept.has(object) ? [object] : [])));
  const [before, after] = await Promise.all(
    [live, next].map((one) => readEntries(one.blobs, months(one), same, new Set())),
  );
  const [was, is] = [indexById(before!), indexById(after!)];
  const traces = await traceStories(
    before!.map((entry) => versionOf(live.release, entry, now)),
    after!.map((entry) => versionOf(next.release, entry, now)),
  );
  const faults: IdentityFault[] = [];
  for (const { id, slug, hash, ...entry } of before!) {
    const stays = is.get(id);
    if (!stays || stays.slug === slug || !isPublished(entry, now)) continue;
    faults.push(...(await findLostAddress(next.release, { slug, id }, stays)));
  }
  const gone = traces.filter(({ likeness }) => likeness === 'gone').map((trace) => was.get(trace.was)!);
  for (const trace of traces) {
    const heir = trace.now === undefined ? undefined : is.get(trace.now);
    if (heir) faults.push(await describeRenamedArticle(next.release, was.get(trace.was)!, heir, trace));
    const instead = trace.likeness === 'replaced' ? is.get(trace.was) : undefined;
    if (instead) faults.push(...describeReplacedArticle(instead));
  }
  for (const entry of before!) {
    const stays = is.get(entry.id);
    if (stays && isPublished(entry, now) && (await isNextOfColumn(live, next, entry, stays)))
      faults.push(...describeReplacedArticle(stays));
  }
  const fresh = new Set(after!.flatMap(({ id, draft }) => (was.has(id) || draft ? [] : [id])));
  const stand = [...indexById([...next.release.index.newest, ...after!]).values()];
  faults.push(...(await findCopiedArticles(next.release, stand, fresh)));
  return [...faults, ...describeDeletedArticles(gone.filter((entry) => entry.withdrawn === undefined))];
}

/** True if readers have had the article, even if it is withdrawn since. */
const isPublished = ({ draft, date }: Pick<Entry, 'draft' | 'date'>, now: Instant): boolean =>
  !draft && date <= now;

const versionOf = (release: Release, entry: Entry, now: Instant): StoryVersion => ({
  id: entry.id,
  title: entry.title,
  hash: entry.hash,
  isPublished: isPublished(entry, now),
  text: async () => (await release.fragment(entry)).text.replaceAll(FOLD_MARK, ' '),
});

const formatAliases = (texts: readonly string[]): string =>
  `\`aliases: [${texts.map(yamlText).join(', ')}]\``;

async function isReachable({ find }: Release, slugOrPath: string): Promise<boolean> {
  if ((await find(slugOrPath)) !== undefined) return true;
  return !slugOrPath.startsWith('/') && (await find(`/articles/${slugOrPath}`)) !== undefined;
}

async function findLostAddress(
  next: Release,
  { slug, id }: Pick<Entry, 'slug' | 'id'>,
  stays: Entry,
): Promise<IdentityFault[]> {
  if (await isReachable(next, slug)) return [];
  return [
    {
      ...{ of: { article: stays.slug }, key: 'aliases', level: 'error' },
      message: `The story \`${id}\` was published at ${articlePath(slug)}, which would lead nowhere.`,
      remedy: `Add ${formatAliases([...stays.aliases, slug])}.`,
    },
  ];
}

async function describeRenamedArticle(
  next: Release,
  was: Entry,
  heir: Entry,
  { likeness }: StoryTrace,
): Promise<IdentityFault> {
  const lost: string[] = [];
  for (const address of [was.slug, ...was.aliases])
    if (!(await isReachable(next, address))) lost.push(address);
  const lines = [`\`id: ${yamlText(was.id)}\``];
  if (lost.length > 0 || heir.aliases.length > 0)
    lines.push(formatAliases([...new Set([...heir.aliases, ...lost])]));
  const add = `Add ${lines.join(' and ')}`;
  if (likeness === 'same') {
    return {
      ...{ of: { article: heir.slug }, key: 'id', level: 'error' },
      message: `This is the story \`${was.id}\`, published at ${articlePath(was.slug)}, under another name: readers would get it a second time.`,
      remedy: `${add}, or take the old name back. If it is another story, keep the file of the old one beside it.`,
    };
  }
  return {
    ...{ of: { article: heir.slug }, key: 'id', level: 'warning' },
    message: `The article has the headline of \`${was.id}\`, which was published and is gone, and another text: it counts as a new story.`,
    remedy: `${add}, if it is the old story.`,
  };
}

/** Finds articles that were saved under another name beside the old file. `stand`: the newest articles, and all of months that changed. */
async function findCopiedArticles(
  release: Release,
  stand: readonly Entry[],
  fresh: ReadonlySet<string>,
): Promise<IdentityFault[]> {
  const isNew = ({ id }: Entry): boolean => fresh.has(id);
  const titles = new Set(stand.filter(isNew).map(({ title }) => title));
  const namesakes = stand.filter(({ title, draft }) => titles.has(title) && !draft);
  const counts = new Map<string, number>();
  for (const { title } of namesakes) counts.set(title, (counts.get(title) ?? 0) + 1);
  const prints = new Map<string, Entry>();
  const faults: IdentityFault[] = [];
  for (const entry of namesakes.toSorted((a, b) => Number(isNew(a)) - Number(isNew(b)) || a.date - b.date)) {
    if (counts.get(entry.title) === 1) continue;
    const print = await fingerprintArticle({ release }, entry);
    const older = prints.get(print);
    if (older && isNew(entry) && compareFingerprints(print, print) === 'copy')
      faults.push(describeCopiedArticle(entry, older));
    prints.set(print, older ?? entry);
  }
  return faults;
}

const describeCopiedArticle = ({ slug }: Entry, { id }: Entry): IdentityFault => ({
  ...{ of: { article: slug }, key: 'title', level: 'warning' },
  message: `The article has headline and text of \`${id}\`, word by word: feeds have both, and neither digest nor alert carries the second.`,
  remedy: `If the article replaces the other, give it \`id: ${yamlText(id)}\` and delete the other; if it is another story, give it words of its own.`,
});

/** True if a column's new text was written over last week's: the headline is the same, date and text are not. */
async function isNextOfColumn(
  live: OpenedStoredRelease,
  next: OpenedStoredRelease,
  was: Entry,
  is: Entry,
): Promise<boolean> {
  if (was.hash === is.hash || was.title !== is.title || is.date <= was.date) return false;
  const [old, now] = await Promise.all([
    live.release.fragment(was).then(({ text }) => text),
    next.release.fragment(is).then(({ text }) => text),
  ]);
  return compareStories({ title: was.title, text: old }, { title: is.title, text: now }) !== 'same';
}

/** A warning: nothing is sent twice, but readers of the old story may never be told of the new one. */
function describeReplacedArticle({ id, slug, draft, withdrawn }: Entry): IdentityFault[] {
  if (draft || withdrawn) return [];
  return [
    {
      ...{ of: { article: slug }, key: 'title', level: 'warning' },
      message: `The story \`${id}\` was published with another headline or date, and another text: digests, alerts and feeds take this for the old one, and do not send it again.`,
      remedy: 'If it is a new story, write it into a file of its own, and put the old one back.',
    },
  ];
}

/** The most deleted stories that are named: a whole archive may be gone. */
const MAX_NAMED_STORIES = 5;

function describeDeletedArticles(gone: readonly Entry[]): IdentityFault[] {
  return gone.slice(0, MAX_NAMED_STORIES).map(({ id, slug }, i) => {
    const others =
      i === MAX_NAMED_STORIES - 1 && gone.length > MAX_NAMED_STORIES
        ? ` So it is with ${gone.length - MAX_NAMED_STORIES} more.`
        : '';
    return {
      ...{ of: { article: slug }, key: 'id', level: 'warning' },
      message: `The story \`${id}\` was published and has no file any more: ${articlePath(slug)} would lead nowhere.${others}`,
      remedy: 'Put the file back with `withdrawn`, which says why the story is gone.',
    };
  });
}
