/**
 * Publishes a release, or an old one again (rollback): ships the objects that the store lacks, then switches the pointer. A crash at any
 * point leaves the live release whole.
 */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { type Blobs, formatOf, type Pointer, type Pointers } from '../../domain/release/release.ts';
import type { Clock } from '../../domain/time/instant.ts';
import { compareReleases } from './compare-releases.ts';
import { formatFault } from './locate-faults.ts';
import { readIndex } from './open-release.ts';
import { ship } from './ship.ts';
import { switchRelease } from './switch-release.ts';

export type PublishPorts = { from: Blobs; to: Blobs; pointers: Pointers; clock: Clock };

export type PublishOptions = {
  /** The commit that the release was built from. */
  commit?: { hash: string; time: number } | undefined;
  /** True for a rollback: an older commit may replace a newer one, and a story may return to its old id. */
  explicit: boolean;
  /** Formats that the functions of the stage read, if they may be of another tree than this command. */
  supportedFormats?: readonly number[] | undefined;
};

/**
 * Throws `not-found` for a release that is nowhere, `refused` for an older commit or a format that is not in `supportedFormats`,
 * `invalid` if a published story would get another id, `conflict` if another writer published meanwhile and no commits tell which
 * release is newer.
 * A release that is live already is left alone. Withdrawals stay, even of articles that this release lacks, because a later one may have
 * them: only `restore` takes a withdrawal back.
 */
export function publish(ports: PublishPorts, hash: string, options: PublishOptions): Promise<Pointer> {
  return ports.pointers.withSharedLock(() => publishLocked(ports, hash, options));
}

async function publishLocked(ports: PublishPorts, hash: string, options: PublishOptions): Promise<Pointer> {
  if (options.supportedFormats) await refuseUnsupported(ports.from, hash, options.supportedFormats);
  const current = await ports.pointers.read();
  await ship(ports.from, ports.to, hash, options.explicit ? undefined : current?.release);
  return goLiveWithRetry(ports, hash, options);
}

/** Another command or the last step of a deployment may publish or withdraw at the same moment. */
const MAX_ATTEMPTS = 5;

/** Commits tell which of two releases is newer, so each attempt compares them again. Without commits a person has to decide. */
async function goLiveWithRetry(
  ports: PublishPorts,
  hash: string,
  options: PublishOptions,
  tries = 1,
): Promise<Pointer> {
  try {
    return await goLive(ports, hash, options);
  } catch (error) {
    const isDecided = options.commit !== undefined && !options.explicit;
    if (!isDecided || tries === MAX_ATTEMPTS || !isBroadsheetError(error) || error.code !== 'conflict')
      throw error;
    return goLiveWithRetry(ports, hash, options, tries + 1);
  }
}

/** Switches to a release that is in the store. */
export async function goLive(
  ports: Omit<PublishPorts, 'from'>,
  hash: string,
  options: PublishOptions,
): Promise<Pointer> {
  const current = await ports.pointers.read();
  const commit = options.commit ?? (current?.release === hash ? current.commit : undefined);
  if (current && !options.explicit) refuseOlder(current, commit);
  if (current?.release === hash && current.commit?.hash === commit?.hash) return current;
  if (current && !options.explicit) await refuseRenamed(ports, current, hash);
  const next = { release: hash, withdrawn: current?.withdrawn ?? [], commit };
  return switchRelease({ blobs: ports.to, pointers: ports.pointers }, current, next, ports.clock());
}

async function refuseUnsupported(from: Blobs, hash: string, supported: readonly number[]): Promise<void> {
  const format = formatOf(await readIndex(from, hash));
  if (supported.includes(format)) return;
  throw new BroadsheetError(
    'refused',
    `This release is of format ${format}; the functions of this stage read ${supported.join(', ')}.`,
    { remedy: 'Deploy first: npx cdk deploy. Then publish.' },
  );
}

function refuseOlder(current: Pointer, commit: PublishOptions['commit']): void {
  if (!current.commit || !commit || commit.time >= current.commit.time) return;
  throw new BroadsheetError('refused', `Commit ${commit.hash.slice(0, 8)} is older than what is live.`, {
    remedy: `Publish it by its release's hash if you mean to go back behind ${current.commit.hash.slice(0, 8)}.`,
  });
}

/** The most stories that an error names; many have the same cause. */
const MAX_NAMED_STORIES = 8;

/** `check` and `build` compare earlier and name file and line. A release that a deployment shipped is compared only here. */
async function refuseRenamed(
  { to, clock }: Omit<PublishPorts, 'from'>,
  current: Pointer,
  hash: string,
): Promise<void> {
  const faults = await compareReleases({ blobs: to, hash: current.release }, { blobs: to, hash }, clock());
  const errors = faults.filter(({ level }) => level === 'error');
  if (errors.length === 0) return;
  const others =
    errors.length > MAX_NAMED_STORIES ? [`And ${errors.length - MAX_NAMED_STORIES} more of the kind.`] : [];
  throw new BroadsheetError(
    'invalid',
    [...errors.slice(0, MAX_NAMED_STORIES).map(formatFault), ...others].join('\n'),
    {
      remedy: 'The live release stays. `check` (with --stage: against a stage) names file and line.',
    },
  );
}
