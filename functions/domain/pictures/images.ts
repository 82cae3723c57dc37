/** The image port: inspects a source image and encodes it by recipes. */

/**
 * The image is scaled to `width`. With a `height` it is also cropped to exactly that size, around its most salient region. `dense`: the
 * image is drawn at half its pixels (2×), where a coarser encoding is not seen.
 */
export type Recipe = {
  width: number;
  height: number | undefined;
  format: ImageFormat;
  dense?: true;
  /** The colour, #rrggbb, that shows through; absent if transparency stays. */
  ground?: string;
};

export type ImageFormat = 'webp' | 'jpg' | 'png';

/**
 * Width and height as displayed: the EXIF orientation is applied, and a vector has the size that it declares. `flat`: the image has
 * transparency or a palette, so JPEG does not suit it. `animated`: the image moves; its variants have the first frame alone.
 */
export type ImageFacts = {
  width: number;
  height: number;
  kind: 'photo' | 'flat' | 'vector';
  animated?: true;
};

/**
 * Encoded images hold no metadata of the source. Both methods throw `invalid`, with the reason, for bytes that they cannot read as an
 * image, and `too-large` for an image that takes too long. `encode` decodes the source once and answers in the order of the recipes.
 */
export type Images = {
  inspect(bytes: Uint8Array): Promise<ImageFacts>;
  encode(bytes: Uint8Array, recipes: readonly Recipe[]): Promise<readonly Uint8Array[]>;
};
