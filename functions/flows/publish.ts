/** Publishes: ships what the store lacks, then flips the pointer. A crash anywhere leaves the live release whole. */
import { BroadsheetError } from '../domain/error.ts';
import type { Clock } from '../domain/instant.ts';
import type { Blobs, Pointer, Pointers } from '../domain/release.ts';
import { indexKey } from '../domain/store-key.ts';
import { compareReleases } from './compare-releases.ts';
import { flip } from './flip.ts';
import { readObject } from './objects.ts';
import { readIndex } from './open-release.ts';
import { faultLine } from './place-faults.ts';

export type PublishPorts = { from: Blobs; to: Blobs; pointers: Pointers; clock: Clock };

export type PublishOptions = {
  /** What it was built from. */
  commit?: { hash: string; time: number } | undefined;
  /** An older commit may replace a newer one, and a story its name as it had it then; rolling back is explicit. */
  explicit: boolean;
};

/** Blobs under way at once: enough to keep a disk or a network busy. */
const AT_ONCE = 16;

/**
 * Throws `not-found` for a release that is nowhere, `refused` for an older commit, `invalid` where a published story would stand under
 * another name, `conflict` if somebody else published meanwhile. What is live already is left alone. Withdrawals stay, also of articles this release lacks (it may be rolled
 * back): only `restore` takes them back.
 */
export function publish(ports: PublishPorts, hash: string, options: PublishOptions): Promise<Pointer> {
  return ports.pointers.hold(() => publishHeld(ports, hash, options));
}

async function publishHeld(ports: PublishPorts, hash: string, options: PublishOptions): Promise<Pointer> {
  await ship(ports, hash);
  const current = await ports.pointers.read();
  const commit = options.commit ?? (current?.release === hash ? current.commit : undefined);
  if (current && !options.explicit) refuseOlder(current, commit);
  if (current?.release === hash && current.commit?.hash === commit?.hash) return current;
  if (current && !options.explicit) await refuseRenamed(ports, current, hash);
  const next = { release: hash, withdrawn: current?.withdrawn ?? [], commit };
  return flip({ blobs: ports.to, pointers: ports.pointers }, current, next, ports.clock());
}

function refuseOlder(current: Pointer, commit: PublishOptions['commit']): void {
  if (!current.commit || !commit || commit.time >= current.commit.time) return;
  throw new BroadsheetError('refused', `Commit ${commit.hash.slice(0, 8)} is older than what is live.`, {
    remedy: `Publish it by its release's hash if you mean to go back behind ${current.commit.hash.slice(0, 8)}.`,
  });
}

/** A deployment tells no more than 4 KB of why it failed. */
const NAMED = 8;

/** Whoever built it has said so with file and line; a deployment that did not ask hears it here. */
async function refuseRenamed({ to, clock }: PublishPorts, current: Pointer, hash: string): Promise<void> {
  const faults = await compareReleases({ blobs: to, hash: current.release }, { blobs: to, hash }, clock());
  const errors = faults.filter(({ level }) => level === 'error');
  if (errors.length === 0) return;
  const others = errors.length > NAMED ? [`And ${errors.length - NAMED} more of the kind.`] : [];
  throw new BroadsheetError('invalid', [...errors.slice(0, NAMED).map(faultLine), ...others].join('\n'), {
    remedy: 'What is live stays. `check` (with --stage: against a stage) names file and line.',
  });
}

/** The index goes last: a release whose index is in the store is there whole. */
async function ship({ from, to }: PublishPorts, hash: string): Promise<void> {
  if (await to.has(indexKey(hash))) return;
  const index = await readIndex(from, hash);
  const files = (await readObject(from, index.files)).split('\n').filter(Boolean);
  const waiting = [...files, `objects/${index.files}`].values();
  // Iterators are shared: each of these takes the next key when it is done with its last.
  await Promise.all(Array.from({ length: AT_ONCE }, () => copyAll(from, to, waiting)));
  await copy(from, to, indexKey(hash));
}

async function copyAll(from: Blobs, to: Blobs, keys: Iterable<string>): Promise<void> {
  for (const key of keys) await copy(from, to, key);
}

async function copy(from: Blobs, to: Blobs, key: string): Promise<void> {
  if (await to.has(key)) return;
  const bytes = await from.get(key);
  if (!bytes) {
    throw new BroadsheetError('broken', `The build lacks ${key}, which its release needs.`, {
      remedy: 'Delete dist/ and build again.',
    });
  }
  await to.put(key, bytes);
}
