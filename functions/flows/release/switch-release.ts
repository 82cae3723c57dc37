/** Switches the live release by a compare-and-set of the pointer. The changes against the release before are written first. */
import type { Entry } from '../../domain/content/article.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import {
  computeNextChanges,
  createFirstChanges,
  type ReleaseSide,
} from '../../domain/release/pointer-changes.ts';
import {
  type Blobs,
  type Changes,
  type EarlierRelease,
  formatOf,
  objectKey,
  type Pointer,
  type Pointers,
  withdrawnIds,
} from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { encodeObject, readObject } from './objects.ts';
import { type EditionList, parseEntries, readIndex, readSupportedIndex } from './open-release.ts';

export type StorePorts = { blobs: Blobs; pointers: Pointers };

/** The part of the next pointer that the caller decides. The switch adds the instant and the changes. */
export type NextRelease = Pick<Pointer, 'release' | 'withdrawn' | 'commit'>;

/** Throws `conflict` if another writer replaced the pointer since `current` was read. The release must be in the store. */
export async function switchRelease(
  ports: StorePorts,
  current: Pointer | undefined,
  next: NextRelease,
  now: Instant,
): Promise<Pointer> {
  const changes = JSON.stringify(await findChanges(ports.blobs, current, next, now));
  const hash = sha256(changes);
  await ports.blobs.put(objectKey(hash), await encodeObject(changes));
  const before = await findEarlierReleases(ports.blobs, current, next);
  const pointer: Pointer = {
    ...{ release: next.release, withdrawn: next.withdrawn, commit: next.commit },
    ...{ changes: hash, flippedAt: now },
    ...(before.length > 0 ? { before } : {}),
  };
  await ports.pointers.replace(pointer, current);
  return pointer;
}

/** The last release of each format that is older than the next release's. */
async function findEarlierReleases(
  blobs: Blobs,
  current: Pointer | undefined,
  next: NextRelease,
): Promise<readonly EarlierRelease[]> {
  if (!current) return [];
  const known = current.before ?? [];
  if (current.release === next.release) return known;
  const format = formatOf(await readIndex(blobs, next.release));
  const was = await readIndex(blobs, current.release).catch(() => undefined);
  const { release, changes } = current;
  return [...(was ? [{ format: formatOf(was), release, changes }] : []), ...known].filter(
    (one) => one.format < format,
  );
}

async function findChanges(
  blobs: Blobs,
  current: Pointer | undefined,
  next: NextRelease,
  now: Instant,
): Promise<Changes> {
  if (!current) return createFirstChanges(now);
  try {
    const previous = JSON.parse(await readObject(blobs, current.changes)) as Changes;
    const [before, after] = await readSides(blobs, current, next);
    return computeNextChanges(previous, before, after, now);
  } catch (error) {
    // The live release is damaged or of a format that is not read here. Then all counts as changed now, and a whole release goes live.
    if (isBroadsheetError(error) && ['broken', 'not-found'].includes(error.code))
      return createFirstChanges(now);
    throw error;
  }
}

/** Months that are the same object on both sides are left out, except for articles that were withdrawn or restored meanwhile. */
async function readSides(
  blobs: Blobs,
  current: Pointer,
  next: NextRelease,
): Promise<[ReleaseSide, ReleaseSide]> {
  const [was, is] = await Promise.all([
    readSupportedIndex(blobs, current.release),
    readSupportedIndex(blobs, next.release),
  ]);
  const [from, to] = [withdrawnIds(current), withdrawnIds(next)];
  const turned = new Set([...from, ...to].filter((id) => from.has(id) !== to.has(id)));
  const kept = new Set(is.months.map((m) => m.object));
  const same = new Set(was.months.map((m) => m.object).filter((object) => kept.has(object)));
  const side = async (index: typeof was, withdrawn: ReadonlySet<string>): Promise<ReleaseSide> => ({
    site: index.site,
    withdrawn,
    entries: await readEntries(blobs, index.months, same, turned),
    editions: await readEditionHashes(blobs, index.editions),
    ...(index.taxonomies && { related: index.taxonomies.related }),
  });
  return Promise.all([side(was, from), side(is, to)]);
}

/** Entries of the months that are not in `same`; of the others those whose ids are in `turned`. */
export async function readEntries(
  blobs: Blobs,
  months: readonly { object: string }[],
  same: ReadonlySet<string>,
  turned: ReadonlySet<string>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const { object } of months) {
    if (same.has(object) && turned.size === 0) continue;
    const entries = parseEntries(await readObject(blobs, object));
    for (const entry of entries) if (!same.has(object) || turned.has(entry.id)) found.push(entry);
  }
  return found;
}

async function readEditionHashes(blobs: Blobs, object: string): Promise<ReleaseSide['editions']> {
  const { entries } = JSON.parse(await readObject(blobs, object)) as EditionList;
  return Object.fromEntries(entries.map((edition) => [edition.id, edition.hash]));
}
