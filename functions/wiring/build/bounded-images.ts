/** The image port with an end: every picture is made in a process that is ended when it takes too long. */
import type { Images } from '../../domain/content/images.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import { type Crew, createCrew } from './media-process-pool.ts';

/** Of the processor's time, for all variants of one picture; a picture of 268 million pixels takes 5 s. Milliseconds. */
export const PICTURE_LIMIT = 30_000;
/** As many as a build encodes at once. */
const AT_ONCE = 2;
/** Between two pictures of one build less than that passes. Milliseconds. */
const IDLE = 5000;

/** Who had to be given up once is not tried again: in a preview, each saving of a text would wait for it. */
export function boundedImages(crew: Crew, limit: number = PICTURE_LIMIT): Images {
  const hopeless = new Map<string, Error>();
  const ask = async (what: 'inspect' | 'encode', bytes: Uint8Array, ...more: unknown[]): Promise<unknown> => {
    const known = hopeless.size > 0 ? hopeless.get(sha256(bytes)) : undefined;
    if (known) throw known;
    try {
      return await crew.ask(what, [bytes, ...more], limit);
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

/** With processes of its own, which end by themselves. */
export const createBoundedImages = (limit: number = PICTURE_LIMIT): Images =>
  boundedImages(createCrew(AT_ONCE, IDLE), limit);

/** JPEG, PNG, GIF, RIFF (WebP) and AVIF, by their first bytes: their heads are read in no time, whatever they say. */
const RASTER = /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavi[fs])/s;

/** For a thread that looks at many and encodes none: only drawings need a process. */
export function lookingImages(limit: number = PICTURE_LIMIT): Images {
  const bounded = createBoundedImages(limit);
  return {
    ...bounded,
    async inspect(bytes) {
      if (!RASTER.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1'))) return bounded.inspect(bytes);
      return (await import('../../adapters/sharp/images.ts')).createImages().inspect(bytes);
    },
  };
}
