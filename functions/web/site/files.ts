/** Media and assets: content-addressed files. A changed file has a new name, so caches may keep it for ever (`immutable`). */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { contentTypeOf } from '../../domain/site/content-types.ts';
import { createResourceCache } from './cache.ts';
import { downloadFields } from './downloads.ts';
import { createResource, type Resource } from './resource.ts';

/** Bytes: room for the images of the newest articles. */
const MAX_CACHED_BYTES = 48 * 1024 * 1024;

/** A file name without separator and leading dot, so that no path leaves the folder (path traversal). */
const SAFE_NAME = /^[^./\\\u0000-\u001f][^/\\\u0000-\u001f]*$/;

export type Files = {
  /** The cached file of a path (`/media/x.png`); undefined if the file has not been read. */
  getCached(path: string): Resource | undefined;
  /** Throws `not-found`. */
  getOrRead(folder: 'media' | 'assets', name: string): Promise<Resource>;
};

type Fields = Readonly<Record<string, string>>;

/** `fields`: headers of every answer, with the pages' Content-Security-Policy, because an SVG opened by itself could run scripts. */
export function createFiles(blobs: Blobs, fields: Fields): Files {
  const cache = createResourceCache(MAX_CACHED_BYTES);
  return {
    getCached: (path) => cache.getCached(path, 'files'),
    getOrRead: (folder, name) =>
      cache.getOrMake(`/${folder}/${name}`, 'files', () =>
        readFileResource(blobs, `${folder}/${name}`, name, fields),
      ),
  };
}

async function readFileResource(blobs: Blobs, key: string, name: string, fields: Fields): Promise<Resource> {
  const type = contentTypeOf(name);
  const bytes = type !== undefined && SAFE_NAME.test(name) ? await blobs.get(key) : undefined;
  if (!bytes || !type) throw new BroadsheetError('not-found', 'There is no such file.');
  return createResource({
    status: 200,
    bytes: new Uint8Array(bytes),
    type,
    cachePolicy: 'immutable',
    fields: { ...fields, ...downloadFields(key) },
  });
}
