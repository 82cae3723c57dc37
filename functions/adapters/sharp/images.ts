/** The image port over sharp (libvips). Metadata of the source, such as EXIF, is dropped: sharp keeps it only if asked to. */
import sharp, { type Metadata, type Sharp } from 'sharp';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { ImageFacts, Images, Recipe } from '../../domain/pictures/images.ts';
import { isAnimated } from './animation.ts';

/** The density at which librsvg draws SVG user units as CSS pixels 1:1. sharp takes 1 to 100,000. */
const SVG_DENSITY = 72;
const MAX_DENSITY = 7200;
/** The most pixels of a source: 16,000 × 16,000 takes 1.6 s and 256 MB, in however few bytes it comes. */
const MAX_PIXELS = 0x3fff * 0x3fff;
const INPUT_LIMITS = { limitInputPixels: MAX_PIXELS, unlimited: false } as const;

export function createImages(): Images {
  // No image is asked for twice, so libvips' cache would only hold memory.
  sharp.cache(false);
  return {
    inspect: (bytes) => withImageErrors(() => inspect(bytes)),
    encode: (bytes, recipes) => withImageErrors(() => encode(bytes, recipes)),
  };
}

async function inspect(bytes: Uint8Array): Promise<ImageFacts> {
  // Refuses gzip (RFC 1952 §2.3.1): libvips would unpack it for librsvg, also 300 MB of blanks out of 300 KB (zip bomb).
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new BroadsheetError('invalid', 'It is packed (SVGZ).', { remedy: 'Save it as plain SVG.' });
  const metadata = await sharp(bytes, INPUT_LIMITS).metadata();
  const { width, height } = metadata.autoOrient;
  const moves = isAnimated(bytes, metadata);
  return { width, height, kind: kindOf(metadata), ...(moves && { animated: true as const }) };
}

function kindOf({ format, hasAlpha, isPalette }: Metadata): ImageFacts['kind'] {
  if (format === 'svg') return 'vector';
  return hasAlpha || isPalette ? 'flat' : 'photo';
}

/** Decodes once, to pixels from which each recipe is made, because decoding and drawing take longest. */
async function encode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<Uint8Array[]> {
  const master = await decode(bytes, recipes);
  const encoded: Uint8Array[] = [];
  for (const recipe of recipes) {
    const { width, height, ground } = recipe;
    const crop = height === undefined ? {} : { height, fit: 'cover' as const, position: 'attention' };
    const sized = master.clone().resize({ width, ...crop });
    const grounded = ground === undefined ? sized : sized.flatten({ background: ground });
    encoded.push(await ENCODERS[recipe.format](grounded, recipe).toBuffer());
  }
  return encoded;
}

/** Draws a vector at the wanted size. Other images are kept at twice that, so that scaling twice loses nothing. */
async function decode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<Sharp> {
  const metadata = await sharp(bytes, INPUT_LIMITS).metadata();
  const scales = recipes.map(({ width, height = 0 }) =>
    Math.max(width / metadata.autoOrient.width, height / metadata.autoOrient.height),
  );
  const scale = Math.max(...scales);
  const source =
    metadata.format === 'svg'
      ? sharp(bytes, { ...INPUT_LIMITS, density: Math.min(MAX_DENSITY, Math.max(1, SVG_DENSITY * scale)) })
      : sharp(bytes, { ...INPUT_LIMITS, failOn: 'error' })
          .autoOrient()
          .resize({ width: Math.ceil(metadata.autoOrient.width * scale * 2), withoutEnlargement: true });
  const { data, info } = await source.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } });
}

const JPEG_QUALITY = 80;
/** Of images drawn at half their pixels: seen from as far, their blocks are half as large. */
const DENSE_JPEG_QUALITY = 56;

/** `palette` suits drawings, and halves the bytes for mail clients. */
const ENCODERS: Readonly<Record<Recipe['format'], (image: Sharp, recipe: Recipe) => Sharp>> = {
  webp: (image) => image.webp({ quality: 80, effort: 2 }),
  jpg: (image, { dense }) =>
    image
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: dense ? DENSE_JPEG_QUALITY : JPEG_QUALITY, mozjpeg: true }),
  png: (image) => image.png({ palette: true, quality: 90 }),
};

async function withImageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isBroadsheetError(cause)) throw cause;
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BroadsheetError('invalid', `It cannot be read as an image (${why}).`, { cause });
  }
}
