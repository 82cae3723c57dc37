/** Media and assets: bytes whose names change when they do, kept for ever by whoever fetched them. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { contentTypeOf } from '../../domain/site/content-types.ts';
import { createCache } from './cache.ts';
import { createResource, type Resource } from './resource.ts';

/** Room for the pictures of the newest articles. */
const ROOM = 48 * 1024 * 1024;

/** One name below one folder: no separator, no dot in front, so no way out. */
const NAME = /^[^./\\\u0000-\u001f][^/\\\u0000-\u001f]*$/;

export type Files = {
  /** What was read already, by its path (`/media/x.png`). */
  held(path: string): Resource | undefined;
  /** Throws `not-found`. */
  take(folder: 'media' | 'assets', name: string): Promise<Resource>;
};

type Fields = Readonly<Record<string, string>>;

/** `fields`: of every answer. An image opened by itself may run nothing either: the same policy as for pages. */
export function createFiles(blobs: Blobs, fields: Fields): Files {
  const cache = createCache(ROOM);
  return {
    held: (path) => cache.peek(path, 'files'),
    take: (folder, name) =>
      cache.take(`/${folder}/${name}`, 'files', () => open(blobs, `${folder}/${name}`, name, fields)),
  };
}

async function open(blobs: Blobs, key: string, name: string, fields: Fields): Promise<Resource> {
  const type = contentTypeOf(name);
  const bytes = type !== undefined && NAME.test(name) ? await blobs.get(key) : undefined;
  if (!bytes || !type) throw new BroadsheetError('not-found', 'There is no such file.');
  return createResource({ status: 200, bytes: new Uint8Array(bytes), type, keeping: 'immutable', fields });
}
