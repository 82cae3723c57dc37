/** Plans the variants of a picture (responsive images) and names them by source and recipe, so that none is encoded twice. */
import type { Picture, Variant } from '../content/article.ts';
import type { ImageFacts, ImageFormat, Recipe } from '../content/images.ts';
import { BroadsheetError } from '../error.ts';
import { hashOf } from '../hash.ts';
import { formatNumber } from '../source/text-limits.ts';
import { toSlug } from '../text/slug.ts';

/** Version of the encoders' settings, a part of every variant's name: raise it when a setting changes. */
const RECIPES = '2';

/** Widths in pixels: a phone, a column at 2×, the whole page at 2×. Vectors are drawn at the largest. */
const PAGE_WIDTHS = [480, 960, 1440];
const LARGEST = 1440;
/** Mail columns are 600 px wide; 2× for dense screens. */
const MAIL_WIDTH = 1200;
/** The size to which Facebook, Mastodon and others crop (ogp.me gives none; developers.facebook.com/docs/sharing/webmasters/images). */
const SHARE = { width: 1200, height: 630 };

const TYPES: Readonly<Record<ImageFormat, string>> = {
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
};

export type ImageRow = ImageFacts & { stamp: string; hash: string };
export type Wanted = { key: string; recipe: Recipe };

type Words = Pick<Picture, 'alt' | 'caption' | 'credit'>;

/**
 * Throws `invalid` if a variant would be too tall. `path`: the source's, whose file name begins the variants' names for people who save
 * them. `lead`: true for a picture that also gets a share variant.
 */
export function planPicture(
  path: string,
  image: ImageRow,
  { alt, caption, credit }: Words,
  lead: boolean,
): { picture: Picture; wanted: readonly Wanted[] } {
  const source = drawn(image);
  const stem = toSlug(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')) || 'image';
  const wanted: Wanted[] = [];
  const variant = (format: ImageFormat, width: number, height?: number): Variant => {
    const name = hashOf(RECIPES, image.hash, format, String(width), String(height ?? '')).slice(0, 12);
    const path = `media/${stem}-${name}-${width}.${format}`;
    wanted.push({ key: path, recipe: { width, height, format } });
    return { path, width, height: height ?? tallEnough(source, width), type: TYPES[format] };
  };
  const plain: ImageFormat = image.kind === 'photo' ? 'jpg' : 'png';
  const shareable = lead && source.width * 2 >= SHARE.width && source.height * 2 >= SHARE.height;
  const picture = {
    alt,
    caption,
    credit,
    width: source.width,
    height: source.height,
    page: pageWidths(source.width).map((width) => variant('webp', width)),
    mail: variant(plain, Math.min(MAIL_WIDTH, source.width)),
    share: shareable ? variant(plain, SHARE.width, SHARE.height) : undefined,
  };
  return { picture, wanted };
}

/** Pixels: WebP has 14 bits for a side (RFC 9649 §2.6). */
const TALLEST = 16_383;

function tallEnough(source: { width: number; height: number }, width: number): number {
  const height = scaled(source, width);
  if (height <= TALLEST) return height;
  const message = `It would be ${width} × ${formatNumber(height)} pixels: a side has ${formatNumber(TALLEST)} at most.`;
  throw new BroadsheetError('invalid', message, { remedy: 'Cut it into several.' });
}

const scaled = (source: { width: number; height: number }, width: number): number =>
  Math.max(1, Math.round((source.height * width) / source.width));

const drawn = (image: ImageRow): { width: number; height: number } =>
  image.kind === 'vector' ? { width: LARGEST, height: scaled(image, LARGEST) } : image;

/** No width exceeds the source's, which is the largest one. A width within 10 % of the largest is left out. */
function pageWidths(width: number): number[] {
  const largest = Math.min(width, LARGEST);
  return [...PAGE_WIDTHS.filter((w) => w < largest * 0.9), largest];
}
