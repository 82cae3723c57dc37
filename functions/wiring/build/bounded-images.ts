/** The image port with a time limit: every picture is processed in a child process that is killed if the picture takes too long. */

import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { BuildPorts } from '../../flows/build/build-ports.ts';
import { createMediaPool, type MediaPool } from './media-process-pool.ts';

/** CPU time in milliseconds for all variants of one picture. A picture of 268 million pixels takes 5 s. */
export const PICTURE_CPU_LIMIT = 30_000;
/** Pictures that a build encodes at once. */
const MAX_PICTURES_AT_ONCE = 2;
/** Milliseconds after which an idle process ends. Less passes between two pictures of one build. */
const IDLE_TIMEOUT = 5000;

/** A picture that was given up once is not tried again: in a preview, each saving of a text would wait for it. */
export function createPooledImages(pool: MediaPool, limit: number = PICTURE_CPU_LIMIT): Images {
  const hopeless = new Map<string, Error>();
  const ask = async (what: 'inspect' | 'encode', bytes: Uint8Array, ...more: unknown[]): Promise<unknown> => {
    const known = hopeless.size > 0 ? hopeless.get(sha256(bytes)) : undefined;
    if (known) throw known;
    try {
      return await pool.ask(what, [bytes, ...more], limit);
    } catch (error) {
      if (isBroadsheetError(error) && error.code === 'too-large') hopeless.set(sha256(bytes), error);
      throw error;
    }
  };
  return {
    inspect: (bytes) => ask('inspect', bytes) as ReturnType<Images['inspect']>,
    encode: (bytes, recipes) => ask('encode', bytes, recipes) as ReturnType<Images['encode']>,
  };
}

/** Draws share cards in the processes of the pool, whose memory a server gets back. */
export const createCardDrawer =
  (pool: MediaPool, limit: number): NonNullable<BuildPorts['drawCard']> =>
  async (card) =>
    (await pool.ask('drawCard', [card], limit)) as Uint8Array;

/** Bounded images with processes of their own, which end when idle. */
export const createBoundedImages = (limit: number = PICTURE_CPU_LIMIT): Images =>
  createPooledImages(createMediaPool(MAX_PICTURES_AT_ONCE, IDLE_TIMEOUT), limit);

/** First bytes of JPEG, PNG, GIF, RIFF (WebP) and AVIF: libvips reads the headers of these formats at once, whatever they hold. */
const RASTER_HEADER = /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavi[fs])/s;

/** Images for a worker that inspects many and encodes none: only vector drawings need a process. */
export function createInspectingImages(limit: number = PICTURE_CPU_LIMIT): Images {
  const bounded = createBoundedImages(limit);
  return {
    ...bounded,
    async inspect(bytes) {
      if (!RASTER_HEADER.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1')))
        return bounded.inspect(bytes);
      return (await import('../../adapters/sharp/images.ts')).createImages().inspect(bytes);
    },
  };
}
