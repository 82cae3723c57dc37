/** Opens the live release. A function that does not read its format yet shows the last earlier release that the function can read. */
import type { Blobs, Changes, Pointer, Release } from '../../domain/release/release.ts';
import { formatOf, SUPPORTED_FORMATS } from '../../domain/release/release.ts';
import type { ObjectReader } from './objects.ts';
import { createRelease, isSupported, readIndex, readSupportedIndex } from './open-release.ts';
import type { OpenedRelease } from './visibility.ts';

export type OpenLivePorts = {
  blobs: Blobs;
  reader: ObjectReader;
  /** The release that is open already, with its cache. */
  opened: Release | undefined;
  log(line: string): void;
};

/** Throws as `openRelease` does: `broken` if neither the live release nor an earlier one is of a format that is read here. */
export async function openLive(ports: OpenLivePorts, pointer: Pointer): Promise<OpenedRelease> {
  const { blobs, reader, opened } = ports;
  if (opened?.hash === pointer.release) return addChanges(ports, pointer, opened, pointer.changes);
  const index = await readIndex(blobs, pointer.release);
  if (isSupported(index)) {
    const release = createRelease(pointer.release, index, reader);
    return addChanges(ports, pointer, release, pointer.changes);
  }
  const before = pointer.before?.find(isSupported);
  // Throws an error with a remedy.
  if (!before)
    return addChanges(ports, pointer, await openSupported(ports, pointer.release), pointer.changes);
  ports.log(
    `The live release is of format ${formatOf(index)}; this function reads ${SUPPORTED_FORMATS.join(', ')} and shows the one before. Deploy.`,
  );
  return addChanges(ports, pointer, await openSupported(ports, before.release), before.changes);
}

const openSupported = async ({ blobs, reader, opened }: OpenLivePorts, hash: string): Promise<Release> =>
  opened?.hash === hash ? opened : createRelease(hash, await readSupportedIndex(blobs, hash), reader);

const addChanges = async (
  { reader }: OpenLivePorts,
  pointer: Pointer,
  release: Release,
  changes: string,
): Promise<OpenedRelease> => ({
  ...{ pointer, release },
  changes: await reader.read(changes, (text) => JSON.parse(text) as Changes),
});
