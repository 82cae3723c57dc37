/** Sweeps a store (garbage collection): deletes old releases, and every object that no remaining release names. */
import type { Blobs, EarlierRelease, StoredItem, StoreListing } from '../../domain/release/release.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import { readObject } from './objects.ts';
import { readIndex } from './open-release.ts';

export type SweepPorts = { blobs: Blobs; listing: StoreListing };

export type Retention = {
  /** The number of newest releases that stay. */
  newest: number;
  /** Younger releases stay, too (milliseconds). */
  age: number;
  /** Reads the one release that stays at any age. Called under the sweep's exclusive lock. */
  keptRelease(): Promise<string | undefined>;
  /** Reads the releases that older code shows, which stay at any age. */
  earlierReleases?(): Promise<readonly EarlierRelease[]>;
  /** Reads the object that stays although no release names it. */
  keptObject(): Promise<string | undefined>;
};

export type SweepResult = { releases: number; objects: number };

/** Younger objects stay: they may belong to a writer that takes no lock, such as a running copy or a restored backup. */
const MIN_OBJECT_AGE = DAY;

const NOTHING_SWEPT: SweepResult = { releases: 0, objects: 0 };

/**
 * Does nothing while a process builds or publishes. Throws `broken`, and deletes nothing, if a release that stays cannot be read, because
 * its objects are unknown. Media and assets stay, because old letters and cached pages point there.
 */
export async function sweepStore(
  ports: SweepPorts,
  retention: Retention,
  now: Instant,
): Promise<SweepResult> {
  return (await ports.listing.withExclusiveLock(() => sweepLocked(ports, retention, now))) ?? NOTHING_SWEPT;
}

async function sweepLocked(
  { blobs, listing }: SweepPorts,
  retention: Retention,
  now: Instant,
): Promise<SweepResult> {
  const before = (await retention.earlierReleases?.()) ?? [];
  const always = new Set([await retention.keptRelease(), ...before.map(({ release }) => release)]);
  const releases = [...(await listing.releases())].sort((a, b) => b.at - a.at);
  const stays = ({ name, at }: StoredItem, i: number) =>
    i < retention.newest || at > now - retention.age || always.has(name);
  const going = releases.filter((release, i) => !stays(release, i));
  if (going.length === 0) return NOTHING_SWEPT;
  const named = new Set([await retention.keptObject(), ...before.map(({ changes }) => changes)]);
  for (const { name } of releases.filter(stays)) await addNamedObjects(blobs, name, named);
  // Indices first: even if the sweep is cut short, a release with an index is whole.
  for (const { name } of going) await listing.deleteRelease(name);
  let objects = 0;
  for (const { name, at } of await listing.objects()) {
    if (named.has(name) || at > now - MIN_OBJECT_AGE) continue;
    await listing.deleteObject(name);
    objects++;
  }
  return { releases: going.length, objects };
}

const OBJECT_PREFIX = 'objects/';

async function addNamedObjects(blobs: Blobs, release: string, named: Set<string | undefined>): Promise<void> {
  const { files } = await readIndex(blobs, release);
  named.add(files);
  for (const key of (await readObject(blobs, files)).split('\n'))
    if (key.startsWith(OBJECT_PREFIX)) named.add(key.slice(OBJECT_PREFIX.length));
}
