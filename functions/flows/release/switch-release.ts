/** Switches the live release by a compare-and-set of the pointer. The changes against the release before are written first. */
import type { Entry } from '../../domain/content/article.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import { firstChanges, nextChanges, type Side } from '../../domain/release/pointer-changes.ts';
import {
  type Before,
  type Blobs,
  type Changes,
  formatOf,
  objectKey,
  type Pointer,
  type Pointers,
  withdrawnIds,
} from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { encodeObject, readObject } from './objects.ts';
import { type EditionList, parseEntries, readIndex, readKnownIndex } from './open-release.ts';

export type StorePorts = { blobs: Blobs; pointers: Pointers };

/** The part of the next pointer that the caller decides. `flip` adds the instant and the changes. */
export type Next = Pick<Pointer, 'release' | 'withdrawn' | 'commit'>;

/** Throws `conflict` if another writer replaced the pointer since `current` was read. The release must be in the store. */
export async function flip(
  ports: StorePorts,
  current: Pointer | undefined,
  next: Next,
  now: Instant,
): Promise<Pointer> {
  const changes = JSON.stringify(await changesOf(ports.blobs, current, next, now));
  const hash = sha256(changes);
  await ports.blobs.put(objectKey(hash), await encodeObject(changes));
  const before = await beforeOf(ports.blobs, current, next);
  const pointer: Pointer = {
    ...{ release: next.release, withdrawn: next.withdrawn, commit: next.commit },
    ...{ changes: hash, flippedAt: now },
    ...(before.length > 0 ? { before } : {}),
  };
  await ports.pointers.flip(pointer, current);
  return pointer;
}

/** The last release of each format that is older than the next release's. */
async function beforeOf(blobs: Blobs, current: Pointer | undefined, next: Next): Promise<readonly Before[]> {
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

async function changesOf(
  blobs: Blobs,
  current: Pointer | undefined,
  next: Next,
  now: Instant,
): Promise<Changes> {
  if (!current) return firstChanges(now);
  try {
    const previous = JSON.parse(await readObject(blobs, current.changes)) as Changes;
    const [before, after] = await sides(blobs, current, next);
    return nextChanges(previous, before, after, now);
  } catch (error) {
    // The live release is damaged or of a format that is not read here. Then all counts as changed now, and a whole release goes live.
    if (isBroadsheetError(error) && ['broken', 'not-found'].includes(error.code)) return firstChanges(now);
    throw error;
  }
}

/** Months that are the same object on both sides are left out, except for articles that were withdrawn or restored meanwhile. */
async function sides(blobs: Blobs, current: Pointer, next: Next): Promise<[Side, Side]> {
  const [was, is] = await Promise.all([
    readKnownIndex(blobs, current.release),
    readKnownIndex(blobs, next.release),
  ]);
  const [from, to] = [withdrawnIds(current), withdrawnIds(next)];
  const turned = new Set([...from, ...to].filter((id) => from.has(id) !== to.has(id)));
  const kept = new Set(is.months.map((m) => m.object));
  const same = new Set(was.months.map((m) => m.object).filter((object) => kept.has(object)));
  const side = async (index: typeof was, withdrawn: ReadonlySet<string>): Promise<Side> => ({
    site: index.site,
    withdrawn,
    entries: await entriesOf(blobs, index.months, same, turned),
    editions: await editionsOf(blobs, index.editions),
  });
  return Promise.all([side(was, from), side(is, to)]);
}

/** Entries of the months that are not in `same`; of the others those whose ids are in `turned`. */
export async function entriesOf(
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

async function editionsOf(blobs: Blobs, object: string): Promise<Side['editions']> {
  const { entries } = JSON.parse(await readObject(blobs, object)) as EditionList;
  return Object.fromEntries(entries.map((edition) => [edition.id, edition.hash]));
}
