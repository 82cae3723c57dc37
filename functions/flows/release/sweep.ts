/** Sweeps a store (garbage collection): deletes old releases, and every object that no remaining release names. */
import type { Before, Blobs, Shelved, Shelves } from '../../domain/release/release.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import { readObject } from './objects.ts';
import { readIndex } from './open-release.ts';

export type SweepPorts = { blobs: Blobs; shelves: Shelves };

export type Retention = {
  /** The number of newest releases that stay. */
  newest: number;
  /** Younger releases stay, too (milliseconds). */
  age: number;
  /** Reads the one release that stays at any age. Called under the sweep's exclusive lock. */
  release(): Promise<string | undefined>;
  /** Reads the releases that older code shows, which stay at any age. */
  before?(): Promise<readonly Before[]>;
  /** Reads the object that stays although no release names it. */
  object(): Promise<string | undefined>;
};

export type Swept = { releases: number; objects: number };

/** Younger objects stay: they may belong to a writer that takes no lock, such as a running copy or a restored backup. */
const YOUNG = DAY;

const NOTHING: Swept = { releases: 0, objects: 0 };

/**
 * Does nothing while a process builds or publishes. Throws `broken`, and deletes nothing, if a release that stays cannot be read, because
 * its objects are unknown. Media and assets stay, because old letters and cached pages point there.
 */
export async function sweep(ports: SweepPorts, keeping: Retention, now: Instant): Promise<Swept> {
  return (await ports.shelves.alone(() => sweepAlone(ports, keeping, now))) ?? NOTHING;
}

async function sweepAlone({ blobs, shelves }: SweepPorts, keeping: Retention, now: Instant): Promise<Swept> {
  const before = (await keeping.before?.()) ?? [];
  const always = new Set([await keeping.release(), ...before.map(({ release }) => release)]);
  const releases = [...(await shelves.releases())].sort((a, b) => b.at - a.at);
  const stays = ({ name, at }: Shelved, i: number) =>
    i < keeping.newest || at > now - keeping.age || always.has(name);
  const going = releases.filter((release, i) => !stays(release, i));
  if (going.length === 0) return NOTHING;
  const named = new Set([await keeping.object(), ...before.map(({ changes }) => changes)]);
  for (const { name } of releases.filter(stays)) await addNamed(blobs, name, named);
  // Indices first: even if the sweep is cut short, a release with an index is whole.
  for (const { name } of going) await shelves.dropRelease(name);
  let objects = 0;
  for (const { name, at } of await shelves.objects()) {
    if (named.has(name) || at > now - YOUNG) continue;
    await shelves.dropObject(name);
    objects++;
  }
  return { releases: going.length, objects };
}

const OBJECT = 'objects/';

async function addNamed(blobs: Blobs, release: string, named: Set<string | undefined>): Promise<void> {
  const { files } = await readIndex(blobs, release);
  named.add(files);
  for (const key of (await readObject(blobs, files)).split('\n'))
    if (key.startsWith(OBJECT)) named.add(key.slice(OBJECT.length));
}
