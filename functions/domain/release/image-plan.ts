/** Plans the variants of a picture (responsive images) and names them by source and recipe, so that none is encoded twice. */
import type { Picture, Variant } from '../content/article.ts';
import type { ImageFacts, ImageFormat, Recipe } from '../content/images.ts';
import { BroadsheetError } from '../error.ts';
import { hashOf } from '../hash.ts';
import { formatNumber } from '../source/text-limits.ts';
import { toSlug } from '../text/slug.ts';

/** Version of the encoders' settings, a part of every variant's name: raise it when a setting changes. */
const RECIPE_VERSION = '2';

/** Widths in pixels: a card; a lead, or a phone at 2×; a phone at 3×; the whole page. Vectors are drawn at the largest. */
const PAGE_WIDTHS = [480, 750, 1080, 1440];
const MAX_PAGE_WIDTH = 1440;
/** Mail columns are 600 px wide; 2× for dense screens. */
const MAX_MAIL_WIDTH = 1200;
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
  const stem = toSlug(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')) || 'image';
  const wanted: WantedVariant[] = [];
  const variant = (format: ImageFormat, width: number, height?: number): Variant => {
    const name = hashOf(RECIPE_VERSION, image.hash, format, String(width), String(height ?? '')).slice(0, 12);
    const path = `media/${stem}-${name}-${width}.${format}`;
    wanted.push({ key: path, recipe: { width, height, format } });
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
    page: choosePageWidths(source.width).map((width) => variant('webp', width)),
    mail: variant(plain, Math.min(MAX_MAIL_WIDTH, source.width)),
    share: shareable ? variant(plain, SHARE_SIZE.width, SHARE_SIZE.height) : undefined,
    ...(isCropped && { crops: CROP_SIZES.map(({ width, height }) => variant('webp', width, height)) }),
  };
  return { picture, wanted };
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
