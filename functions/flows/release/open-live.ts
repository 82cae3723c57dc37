/** Opens the live release. A function that does not read its format yet shows the last earlier release that the function can read. */
import type { Blobs, Changes, Pointer, Release } from '../../domain/release/release.ts';
import { FORMATS_READ, formatOf } from '../../domain/release/release.ts';
import type { ObjectReader } from './objects.ts';
import { isRead, openIndex, readIndex, readKnownIndex } from './open-release.ts';
import type { OpenedRelease } from './visibility.ts';

export type OpenLivePorts = {
  blobs: Blobs;
  reader: ObjectReader;
  /** The release that is open already, with its cache. */
  seen: Release | undefined;
  tell(line: string): void;
};

/** Throws as `openRelease` does: `broken` if neither the live release nor an earlier one is of a format that is read here. */
export async function openLive(ports: OpenLivePorts, pointer: Pointer): Promise<OpenedRelease> {
  const { blobs, reader, seen } = ports;
  if (seen?.hash === pointer.release) return withChanges(ports, pointer, seen, pointer.changes);
  const index = await readIndex(blobs, pointer.release);
  if (isRead(index)) {
    const release = openIndex(pointer.release, index, reader);
    return withChanges(ports, pointer, release, pointer.changes);
  }
  const before = pointer.before?.find(isRead);
  // Throws an error with a remedy.
  if (!before) return withChanges(ports, pointer, await openKnown(ports, pointer.release), pointer.changes);
  ports.tell(
    `The live release is of format ${formatOf(index)}; this function reads ${FORMATS_READ.join(', ')} and shows the one before. Deploy.`,
  );
  return withChanges(ports, pointer, await openKnown(ports, before.release), before.changes);
}

const openKnown = async ({ blobs, reader, seen }: OpenLivePorts, hash: string): Promise<Release> =>
  seen?.hash === hash ? seen : openIndex(hash, await readKnownIndex(blobs, hash), reader);

const withChanges = async (
  { reader }: OpenLivePorts,
  pointer: Pointer,
  release: Release,
  changes: string,
): Promise<OpenedRelease> => ({
  ...{ pointer, release },
  changes: await reader.read(changes, (text) => JSON.parse(text) as Changes),
});
