/** Writes a release's index, when everything it names has been written: what is there is whole. */
import { sha256 } from '../../domain/hash.ts';
import { type Blobs, FORMAT, type ReleaseIndex } from '../../domain/release/release.ts';
import { indexKey, objectKey } from '../../domain/release/store-key.ts';
import type { ObjectWriter } from './object-writer.ts';

/** `files`: keys of the media and assets it needs. Returns its hash, and how many objects were written. */
export async function writeRelease(
  index: Omit<ReleaseIndex, 'files' | 'format'>,
  files: Iterable<string>,
  writer: ObjectWriter,
  out: Blobs,
): Promise<{ hash: string; written: number }> {
  const keys = [...[...writer.objects()].map(objectKey), ...new Set(files)].sort();
  const manifest = await writer.write(keys.join('\n'));
  const text = JSON.stringify({ format: FORMAT, ...index, files: manifest } satisfies ReleaseIndex);
  const written = await writer.settle();
  const hash = sha256(text);
  await out.put(indexKey(hash), new TextEncoder().encode(text));
  return { hash, written };
}
