/** MIME types of media and assets by the ending of their names: one list for the bucket and the application. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['svg', 'image/svg+xml; charset=utf-8'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['ico', 'image/x-icon'],
  ['txt', 'text/plain; charset=utf-8'],
  ['json', 'application/json'],
  ['woff2', 'font/woff2'],
]);

/** `name`: a file's name or the key of its blob. Returns undefined for a file that no browser is shown. */
export const contentTypeOf = (name: string): string | undefined =>
  TYPES.get(/\.([a-z0-9]+)$/.exec(name)?.[1] ?? '');
