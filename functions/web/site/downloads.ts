/** Serves files of `content/files/` as streams with byte ranges, where the store can read a part of a blob. On AWS, S3 does both. */
import type { Context } from 'hono';
import type { BlobRanges } from '../../domain/release/release.ts';
import { contentTypeOf, dispositionOf } from '../../domain/site/content-types.ts';
import { findHeldTag } from '../http/conditional.ts';
import { cacheControl, DOWNLOAD_POLICY } from '../http/headers.ts';

type Fields = Readonly<Record<string, string>>;

/** Headers of a file of `content/files/` beside those of every answer; none for a picture or an asset. */
export function downloadFields(key: string): Fields {
  const disposition = dispositionOf(key);
  if (disposition === undefined) return {};
  return { 'Content-Disposition': disposition, 'Content-Security-Policy': DOWNLOAD_POLICY };
}

export const isDownloadPath = (path: string): boolean =>
  path.startsWith('/media/') && dispositionOf(path) !== undefined;

/** undefined if there is no such file. `security`: headers of every answer. */
export async function answerDownload(
  ranges: BlobRanges,
  security: Fields,
  { req }: Context,
): Promise<Response | undefined> {
  const key = req.path.slice(1);
  const size = await ranges.size(key);
  if (size === undefined) return undefined;
  // The name holds a hash of the bytes, so it is their tag too.
  const tag = `"${key.slice('media/'.length)}"`;
  const fields = {
    ...{ ...security, ...downloadFields(key), 'Content-Type': contentTypeOf(key)! },
    ...{ 'Accept-Ranges': 'bytes', ETag: tag, 'Cache-Control': cacheControl('immutable', 0, undefined) },
  };
  if (findHeldTag((name) => req.header(name), [tag], undefined) !== undefined)
    return new Response(null, { status: 304, headers: fields });
  const ifRange = req.header('if-range');
  const range =
    ifRange === undefined || ifRange === tag ? parseByteRange(req.header('range'), size) : undefined;
  if (range === 'none')
    return new Response(null, { status: 416, headers: { ...fields, 'Content-Range': `bytes */${size}` } });
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const length = { 'Content-Length': String(last - first + 1) };
  const part = range && { 'Content-Range': `bytes ${first}-${last}/${size}` };
  const body = req.method === 'HEAD' ? null : ranges.read(key, first, last);
  return new Response(body, { status: range ? 206 : 200, headers: { ...fields, ...length, ...part } });
}

/** A range request (RFC 9110 §14): players of iOS play nothing without it. Both ends are included. */
export type ByteRange = { first: number; last: number };

/** undefined: the whole is sent, as for a unit that is not known and for several ranges. `none`: the range lies behind the end. */
export function parseByteRange(
  field: string | null | undefined,
  size: number,
): ByteRange | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(field ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const count = Math.min(Number(last), size);
    return count === 0 ? 'none' : { first: size - count, last: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) return 'none';
  return { first: start, last: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
