/** Plans the variants of a picture (responsive images) and names them by source and recipe, so that none is encoded twice. */
import type { Picture, Variant } from '../content/article.ts';
import { BroadsheetError } from '../error.ts';
import { hashOf } from '../hash.ts';
import type { LogoPicture } from '../letters/mail-logo.ts';
import { MAIL_DENSITY, sizeInLetter, thumbnailPixels } from '../pictures/drawn-size.ts';
import type { ImageFacts, ImageFormat, Recipe } from '../pictures/images.ts';
import { formatNumber } from '../source/text-limits.ts';
import { toSlug } from '../text/slug.ts';

/** Version of the encoders' settings, a part of every variant's name: raise it when a setting changes. */
const RECIPE_VERSION = '2';

/** Widths in pixels: a card; a lead, or a phone at 2×; a phone at 3×; the whole page. Vectors are drawn at the largest. */
const PAGE_WIDTHS = [480, 750, 1080, 1440];
const MAX_PAGE_WIDTH = 1440;
/** The size to which Facebook, Mastodon and others crop (ogp.me gives none; developers.facebook.com/docs/sharing/webmasters/images). */
const SHARE_SIZE = { width: 1200, height: 630 };
/**
 * Google asks for 16:9, 4:3 and 1:1, each of 50,000 pixels at least
 * (https://developers.google.com/search/docs/appearance/structured-data/article).
 */
const CROP_SIZES = [
  { width: 960, height: 720 },
  { width: 720, height: 720 },
];

const MIME_TYPE_BY_FORMAT: Readonly<Record<ImageFormat, string>> = {
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
};

export type ImageRecord = ImageFacts & { stamp: string; hash: string };
export type WantedVariant = { key: string; recipe: Recipe };

const stemOf = (path: string): string =>
  toSlug(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')) || 'image';

type PictureWords = Pick<Picture, 'alt' | 'caption' | 'credit'>;

/**
 * Throws `invalid` if a variant would be too tall. `path`: the source's, whose file name begins the variants' names for people who save
 * them. `lead`: true for a picture that also gets a share variant and crops.
 */
export function planPicture(
  path: string,
  image: ImageRecord,
  { alt, caption, credit }: PictureWords,
  lead: boolean,
): { picture: Picture; wanted: readonly WantedVariant[] } {
  const source = drawnSizeOf(image);
  const stem = stemOf(path);
  const wanted: WantedVariant[] = [];
  const variant = (recipe: PlainRecipe): Variant => {
    const { format, width, height, dense } = recipe;
    const parts = [format, String(width), String(height ?? ''), ...(dense ? ['dense'] : [])];
    const path = `media/${stem}-${hashOf(RECIPE_VERSION, image.hash, ...parts).slice(0, 12)}-${width}.${format}`;
    wanted.push({ key: path, recipe: { ...recipe, height } });
    return { path, width, height: height ?? checkHeight(source, width), type: MIME_TYPE_BY_FORMAT[format] };
  };
  const plain: ImageFormat = image.kind === 'photo' ? 'jpg' : 'png';
  const shareable = lead && source.width * 2 >= SHARE_SIZE.width && source.height * 2 >= SHARE_SIZE.height;
  const isCropped =
    lead && CROP_SIZES.every((size) => size.width <= source.width && size.height <= source.height);
  const picture = {
    alt,
    caption,
    credit,
    width: source.width,
    height: source.height,
    page: choosePageWidths(source.width).map((width) => variant({ format: 'webp', width })),
    mail: variant(mailRecipe(source, plain)),
    ...(lead && { thumb: variant(thumbRecipe(source, plain)) }),
    share: shareable ? variant({ format: plain, ...SHARE_SIZE }) : undefined,
    ...(isCropped && {
      crops: CROP_SIZES.map(({ width, height }) => variant({ format: 'webp', width, height })),
    }),
  };
  return { picture, wanted };
}

type PixelSize = { width: number; height: number };
type PlainRecipe = Omit<Recipe, 'height'> & { height?: number };

/** Letters take JPEG of photographs and PNG of drawings: Outlook for Windows shows no WebP (caniemail: image-webp). */
const kindIn = (format: ImageFormat): 'photo' | 'drawing' => (format === 'jpg' ? 'photo' : 'drawing');

function mailRecipe(source: PixelSize, format: ImageFormat): PlainRecipe {
  const drawn = sizeInLetter(source, kindIn(format));
  return { format, width: Math.min(source.width, drawn.width * MAIL_DENSITY), dense: true };
}

function thumbRecipe(source: PixelSize, format: ImageFormat): PlainRecipe {
  const { width, height, cropped } = thumbnailPixels(source, kindIn(format));
  return { format, width, ...(cropped && { height }), dense: true };
}

/** The room of a logo in a letter, in pixels as drawn: it fits a phone of 320 pixels with gutters. */
const LOGO_ROOM = { width: 280, height: 56 };

/** The light logo has the paper for its ground, because clients that darken a letter by themselves do not swap the picture. */
export function planLogo(
  path: string,
  image: ImageRecord,
  ground: string | undefined,
): { logo: LogoPicture; wanted: WantedVariant } {
  const scale = Math.min(LOGO_ROOM.width / image.width, LOGO_ROOM.height / image.height);
  // A bitmap is never drawn larger than it is.
  const drawn = image.kind === 'vector' ? scale : Math.min(1, scale);
  const width = Math.max(1, Math.round(image.width * drawn));
  const encoded = image.kind === 'vector' ? width * 2 : Math.min(image.width, width * 2);
  const stem = stemOf(path);
  const name = hashOf(RECIPE_VERSION, image.hash, 'logo', String(encoded), ground ?? '').slice(0, 12);
  const key = `media/${stem}-${name}-${encoded}.png`;
  const recipe = { width: encoded, height: undefined, format: 'png', ...(ground && { ground }) } as const;
  return {
    logo: { path: key, width, height: scaleHeight(image, width) },
    wanted: { key, recipe },
  };
}

/** Pixels: WebP has 14 bits for a side (RFC 9649 §2.6). */
const MAX_HEIGHT = 16_383;

function checkHeight(source: { width: number; height: number }, width: number): number {
  const height = scaleHeight(source, width);
  if (height <= MAX_HEIGHT) return height;
  const message = `It would be ${width} × ${formatNumber(height)} pixels: a side has ${formatNumber(MAX_HEIGHT)} at most.`;
  throw new BroadsheetError('invalid', message, { remedy: 'Cut it into several.' });
}

const scaleHeight = (source: { width: number; height: number }, width: number): number =>
  Math.max(1, Math.round((source.height * width) / source.width));

const drawnSizeOf = (image: ImageRecord): { width: number; height: number } =>
  image.kind === 'vector' ? { width: MAX_PAGE_WIDTH, height: scaleHeight(image, MAX_PAGE_WIDTH) } : image;

/** No width exceeds the source or MAX_PAGE_WIDTH. A width within 10 % of the largest one is left out. */
function choosePageWidths(width: number): number[] {
  const largest = Math.min(width, MAX_PAGE_WIDTH);
  return [...PAGE_WIDTHS.filter((w) => w < largest * 0.9), largest];
}
