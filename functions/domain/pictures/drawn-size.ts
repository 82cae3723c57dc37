/**
 * The size of a picture in a letter and in a feed, in CSS pixels. Its files have twice as many pixels, for dense screens (2×), or as many as
 * the source.
 */

type Size = { width: number; height: number };

/** Width of the text: 600 less the gutters (templates/letter.mjml). */
export const LETTER_COLUMN_WIDTH = 536;
/** 80 % of the 800 pixels of a laptop's screen: a portrait photograph and the headline above are seen at once. */
const MAX_PHOTO_HEIGHT = 640;
/** Half the column: a strip that is taller than it is wide by far is not drawn narrower than that. */
const MIN_PHOTO_WIDTH = LETTER_COLUMN_WIDTH / 2;
/** A thumbnail leaves room for words beside it on a phone of 320 pixels, even where the style block is dropped. */
export const THUMBNAIL_SIZE = { width: 132, height: 99 } as const;

/** Files for letters have twice the pixels of the drawn size. */
export const MAIL_DENSITY = 2;

const scaleTo = (source: Size, width: number): Size => ({
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round((source.height * width) / source.width)),
});

/** The drawn size of a lead or body picture: never above its own width. A drawing keeps its width, or its lettering could not be read. */
export function sizeInLetter(source: Size, kind: 'photo' | 'drawing'): Size {
  const width = Math.min(LETTER_COLUMN_WIDTH, source.width);
  if (kind === 'drawing' || (source.height * width) / source.width <= MAX_PHOTO_HEIGHT)
    return scaleTo(source, width);
  const capped = (MAX_PHOTO_HEIGHT * source.width) / source.height;
  return scaleTo(source, Math.max(capped, Math.min(MIN_PHOTO_WIDTH, width)));
}

/** The pixels of a thumbnail's file: a photograph is cropped to the same proportions, a drawing is fitted into a square. */
export function thumbnailPixels(source: Size, kind: 'photo' | 'drawing'): Size & { cropped: boolean } {
  const [width, height] = [THUMBNAIL_SIZE.width * MAIL_DENSITY, THUMBNAIL_SIZE.height * MAIL_DENSITY];
  if (kind === 'drawing') {
    const fitted = Math.min(width, source.width, (width * source.width) / source.height);
    return { ...scaleTo(source, fitted), cropped: false };
  }
  const fits = Math.min(width, source.width, (source.height * width) / height);
  return { ...scaleTo({ width, height }, fits), cropped: true };
}

/** The drawn size of a thumbnail, from its file: never above its own, in a square as wide as a thumbnail. */
export const thumbnailInLetter = (file: Size): Size =>
  scaleTo(
    file,
    Math.min(file.width, THUMBNAIL_SIZE.width, (THUMBNAIL_SIZE.width * file.width) / file.height),
  );

/** No column of a feed reader that matters is narrower; a wider picture would be scaled by each reader in its own way. */
const MAX_FEED_WIDTH = 600;

/** The size in a feed, which shows the file for letters: the picture's own width, as far as a column goes. */
export function sizeInFeed({ width: own, mail }: { width: number; mail: Size }): Size {
  const width = Math.min(own, MAX_FEED_WIDTH);
  return { width, height: Math.max(1, Math.round((mail.height * width) / mail.width)) };
}
