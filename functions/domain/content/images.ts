/** The image port: what a source is, and encoding it to a recipe. */

/** Scaled to `width`; with a `height`, cropped to exactly that around what draws the eye. */
export type Recipe = { width: number; height: number | undefined; format: ImageFormat };

export type ImageFormat = 'webp' | 'jpg' | 'png';

/**
 * Width and height as displayed (EXIF orientation applied); of a vector, as it says itself. `flat`: has transparency or a
 * palette, and wants no JPEG.
 */
export type ImageFacts = { width: number; height: number; kind: 'photo' | 'flat' | 'vector' };

/**
 * Metadata never gets through. Both throw `invalid` for bytes that are no image they can read, and say why, and
 * `too-large` for what takes too long. `encode` answers
 * in the order of the recipes, having decoded the source once.
 */
export type Images = {
  inspect(bytes: Uint8Array): Promise<ImageFacts>;
  encode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<readonly Uint8Array[]>;
};
