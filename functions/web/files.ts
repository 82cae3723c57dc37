/** Media and assets: bytes whose names change when they do, kept for ever by whoever fetched them. */
import { BroadsheetError } from '../domain/error.ts';
import type { Blobs } from '../domain/release.ts';
import { createCache } from './cache.ts';
import { createResource, respond } from './resource.ts';
import type { Site } from './site.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};

/** Room for the pictures of the newest articles. */
const ROOM = 48 * 1024 * 1024;

/** One name below one folder: no separator, no dot in front, so no way out. */
const NAME = /^[^./\\\u0000-\u001f][^/\\\u0000-\u001f]*$/;

export type Files = {
  /** Throws `not-found`. */
  show(request: Request, folder: 'media' | 'assets', name: string): Response | Promise<Response>;
};

export function createFiles(site: Site): Files {
  const cache = createCache(ROOM);
  const { blobs, clock } = site.deps;
  return {
    show(request, folder, name) {
      const key = `${folder}/${name}`;
      const found = cache.peek(key, 'files');
      if (found) return respond(found, request, clock());
      return cache
        .take(key, 'files', async () => open(blobs, key, name, site.security))
        .then((resource) => respond(resource, request, clock()));
    },
  };
}

async function open(blobs: Blobs, key: string, name: string, security: Site['security']) {
  const type = TYPES[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? ''];
  const bytes = type !== undefined && NAME.test(name) ? await blobs.get(key) : undefined;
  if (!bytes || !type) throw new BroadsheetError('not-found', 'There is no such file.');
  // An image opened by itself may run nothing either: the same policy.
  return createResource({
    status: 200,
    bytes: new Uint8Array(bytes),
    type,
    keeping: 'immutable',
    fields: security,
  });
}
