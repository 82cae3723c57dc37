import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LETTER_COLUMN_WIDTH,
  sizeInLetter,
  THUMBNAIL_SIZE,
  thumbnailInLetter,
  thumbnailPixels,
} from '../../../functions/domain/pictures/drawn-size.ts';

const side = fc.integer({ min: 1, max: 16_000 });

describe('the size of a picture in a letter', () => {
  it.each([
    ['photo', 4000, 3000, 536, 402],
    ['photo', 700, 500, 536, 383],
    ['photo', 300, 200, 300, 200],
    ['photo', 3024, 4032, 480, 640],
    ['photo', 1080, 1920, 360, 640],
    ['photo', 536, 640, 536, 640],
    ['photo', 1000, 9000, 268, 2412],
    ['photo', 100, 4000, 100, 4000],
    ['drawing', 1440, 2880, 536, 1072],
  ] as const)('of a %s of %i × %i is %i × %i', (kind, width, height, drawnWidth, drawnHeight) => {
    expect(sizeInLetter({ width, height }, kind)).toEqual({ width: drawnWidth, height: drawnHeight });
  });

  it('is never above the picture’s own, nor wider than the text, nor nothing', () => {
    const kinds = fc.constantFrom('photo' as const, 'drawing' as const);
    fc.assert(
      fc.property(side, side, kinds, (width, height, kind) => {
        const drawn = sizeInLetter({ width, height }, kind);
        expect(drawn.width).toBeLessThanOrEqual(Math.min(width, LETTER_COLUMN_WIDTH));
        expect(Math.min(drawn.width, drawn.height)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the file of a thumbnail', () => {
  it('is never above the picture’s own size, and a photograph’s has the same proportions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 9000 }), fc.integer({ min: 40, max: 9000 }), (width, height) => {
        const file = thumbnailPixels({ width, height }, 'photo');
        expect(file.width).toBeLessThanOrEqual(Math.min(width, 2 * THUMBNAIL_SIZE.width));
        expect(file.height).toBeLessThanOrEqual(Math.ceil(height));
        expect(Math.abs(file.width / file.height - 4 / 3)).toBeLessThan(0.05);
      }),
    );
  });

  it('holds a drawing whole', () => {
    expect(thumbnailPixels({ width: 900, height: 300 }, 'drawing')).toEqual({
      ...{ width: 264, height: 88, cropped: false },
    });
  });
});

describe('a thumbnail', () => {
  it.each([
    [264, 198, 132, 99],
    [90, 68, 90, 68],
    [66, 264, 33, 132],
  ])('of %i × %i pixels is drawn at %i × %i', (width, height, drawnWidth, drawnHeight) => {
    expect(thumbnailInLetter({ width, height })).toEqual({ width: drawnWidth, height: drawnHeight });
  });
});
