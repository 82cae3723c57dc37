/** The image port, and the recipes of an article's pictures: names come from source and recipe, never from encoded bytes. */

/** `fit`: scaled to `width`, never enlarged. `crop`: to exactly width × height, around what draws the eye. */
export type Recipe = {
  width: number;
  height: number | undefined;
  format: 'webp' | 'jpg' | 'png';
};

export type ImageFacts = {
  /** As displayed: EXIF orientation applied. SVG: as it says, or its viewBox. */
  width: number;
  height: number;
  kind: 'photo' | 'flat' | 'vector';
};

/** Contract: metadata is stripped; `invalid` for bytes that are no image it can read, or one that is too large. */
export type Images = {
  inspect(bytes: Uint8Array): Promise<ImageFacts>;
  encode(bytes: Uint8Array, recipe: Recipe): Promise<Uint8Array>;
};
