/** The image port over sharp (libvips). Nothing of a source's metadata gets through: sharp drops it unless asked to keep it. */
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { ImageFacts, Images, Recipe } from '../../domain/content/images.ts';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';

/** SVG user units are CSS pixels: librsvg draws them 1:1 at this density. sharp takes 1 to 100,000. */
const DENSITY = 72;
const MOST_DENSITY = 7200;
/** Pixels of a source: 16,000 × 16,000 takes 1.6 s and 256 MB, however few bytes it comes in. */
const MOST_PIXELS = 0x3fff * 0x3fff;
const BOUNDED = { limitInputPixels: MOST_PIXELS, unlimited: false } as const;

export function createImages(): Images {
  // Nothing is asked for twice: libvips' cache of results would only hold memory.
  sharp.cache(false);
  return {
    inspect: (bytes) => guarded(() => inspect(bytes)),
    encode: (bytes, recipes) => guarded(() => encode(bytes, recipes)),
  };
}

async function inspect(bytes: Uint8Array): Promise<ImageFacts> {
  // RFC 1952 §2.3.1. libvips unpacks what librsvg draws, 300 MB of blanks out of 300 KB too.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new BroadsheetError('invalid', 'It is packed (SVGZ).', { remedy: 'Save it as plain SVG.' });
  const metadata = await sharp(bytes, BOUNDED).metadata();
  const { width, height } = metadata.autoOrient;
  return { width, height, kind: kindOf(metadata) };
}

function kindOf({ format, hasAlpha, isPalette }: Metadata): ImageFacts['kind'] {
  if (format === 'svg') return 'vector';
  return hasAlpha || isPalette ? 'flat' : 'photo';
}

/** Decoding and drawing take longest: done once, to pixels from which each recipe is made. */
async function encode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<Uint8Array[]> {
  const master = await decode(bytes, recipes);
  const encoded: Uint8Array[] = [];
  for (const { width, height, format } of recipes) {
    const crop = height === undefined ? {} : { height, fit: 'cover' as const, position: 'attention' };
    encoded.push(await FORMATS[format](master.clone().resize({ width, ...crop })).toBuffer());
  }
  return encoded;
}

/** A vector is drawn at the size that is wanted; anything else is kept at twice that, so that scaling it twice costs nothing. */
async function decode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<Sharp> {
  const metadata = await sharp(bytes, BOUNDED).metadata();
  const scales = recipes.map(({ width, height = 0 }) =>
    Math.max(width / metadata.autoOrient.width, height / metadata.autoOrient.height),
  );
  const scale = Math.max(...scales);
  const source =
    metadata.format === 'svg'
      ? sharp(bytes, { ...BOUNDED, density: Math.min(MOST_DENSITY, Math.max(1, DENSITY * scale)) })
      : sharp(bytes, { ...BOUNDED, failOn: 'error' })
          .autoOrient()
          .resize({ width: Math.ceil(metadata.autoOrient.width * scale * 2), withoutEnlargement: true });
  const { data, info } = await source.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } });
}

/** `palette` suits drawings, and halves what mail clients load. */
const FORMATS: Readonly<Record<Recipe['format'], (image: Sharp) => Sharp>> = {
  webp: (image) => image.webp({ quality: 80, effort: 2 }),
  jpg: (image) => image.flatten({ background: '#ffffff' }).jpeg({ quality: 80, mozjpeg: true }),
  png: (image) => image.png({ palette: true, quality: 90 }),
};

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isBroadsheetError(cause)) throw cause;
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BroadsheetError('invalid', `It cannot be read as an image (${why}).`, { cause });
  }
}
