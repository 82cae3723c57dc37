/** MIME types of media and assets by the ending of their names: one list for the bucket and the application. */
const MIME_TYPE_BY_ENDING: ReadonlyMap<string, string> = new Map([
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

/**
 * Files that readers open or save, by the ending of their names. `shown`: browsers show or play it in place; any other is saved. Nothing
 * here can run a script of this site: no HTML, SVG, XML or JavaScript.
 */
const DOWNLOAD_BY_ENDING: ReadonlyMap<string, { type: string; shown?: true }> = new Map([
  ['pdf', { type: 'application/pdf', shown: true }],
  ['mp3', { type: 'audio/mpeg', shown: true }],
  ['m4a', { type: 'audio/mp4', shown: true }],
  ['aac', { type: 'audio/aac', shown: true }],
  ['ogg', { type: 'audio/ogg', shown: true }],
  ['opus', { type: 'audio/ogg', shown: true }],
  ['flac', { type: 'audio/flac', shown: true }],
  ['wav', { type: 'audio/wav', shown: true }],
  ['mp4', { type: 'video/mp4', shown: true }],
  ['m4v', { type: 'video/mp4', shown: true }],
  ['webm', { type: 'video/webm', shown: true }],
  ['mov', { type: 'video/quicktime', shown: true }],
  ['txt', { type: 'text/plain; charset=utf-8', shown: true }],
  ['csv', { type: 'text/csv; charset=utf-8' }],
  ['tsv', { type: 'text/tab-separated-values; charset=utf-8' }],
  ['json', { type: 'application/json' }],
  ['geojson', { type: 'application/geo+json' }],
  ['ics', { type: 'text/calendar; charset=utf-8' }],
  ['vcf', { type: 'text/vcard; charset=utf-8' }],
  ['zip', { type: 'application/zip' }],
  ['epub', { type: 'application/epub+zip' }],
  ['rtf', { type: 'application/rtf' }],
  ['odt', { type: 'application/vnd.oasis.opendocument.text' }],
  ['ods', { type: 'application/vnd.oasis.opendocument.spreadsheet' }],
  ['odp', { type: 'application/vnd.oasis.opendocument.presentation' }],
  ['docx', { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }],
  ['xlsx', { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }],
  ['pptx', { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' }],
]);

export const DOWNLOAD_ENDINGS: readonly string[] = [...DOWNLOAD_BY_ENDING.keys()];

const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** The MIME type of a file of `content/files/`; undefined if files of its kind are not served. */
export const downloadTypeOf = (name: string): string | undefined =>
  DOWNLOAD_BY_ENDING.get(endingOf(name))?.type;

/** The hash at the end of a media name, which is left out of the name under which a reader saves the file. */
const NAME_HASH = /-[0-9a-f]{16}(?=\.[a-z0-9]+$)/;

/** The Content-Disposition (RFC 6266) of a download, by the key of its blob; undefined for pictures and assets. */
export function dispositionOf(key: string): string | undefined {
  const download = NAME_HASH.test(key) ? DOWNLOAD_BY_ENDING.get(endingOf(key)) : undefined;
  if (!download) return undefined;
  const name = key.slice(key.lastIndexOf('/') + 1).replace(NAME_HASH, '');
  return `${download.shown ? 'inline' : 'attachment'}; filename="${name}"`;
}

/** `name`: a file's name or the key of its blob. Returns undefined for a file that no browser is shown. */
export const contentTypeOf = (name: string): string | undefined =>
  MIME_TYPE_BY_ENDING.get(/\.([a-z0-9]+)$/.exec(name)?.[1] ?? '') ?? downloadTypeOf(name);
