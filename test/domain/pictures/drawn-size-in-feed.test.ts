import { describe, expect, it } from 'vitest';
import { sizeInFeed } from '../../../functions/domain/pictures/drawn-size.ts';

const pictureOf = (width: number, height: number, own = width) => ({
  width: own,
  mail: { path: 'media/a.png', type: 'image/png', width, height },
});

describe('sizeInFeed', () => {
  it.each([
    [400, 300, 400, 300],
    [800, 400, 600, 300],
    [600, 601, 600, 601],
    [1, 1, 1, 1],
    [1200, 1, 600, 1],
    [1199, 16_000, 600, 8007],
  ])('is the picture’s own size, 600 wide at most: %d × %d', (width, height, shown, tall) => {
    expect(sizeInFeed(pictureOf(width, height))).toEqual({ width: shown, height: tall });
  });

  it('is the source’s, whatever the file has', () => {
    expect(sizeInFeed(pictureOf(1200, 900, 4000))).toEqual({ width: 600, height: 450 });
    expect(sizeInFeed(pictureOf(800, 400, 400))).toEqual({ width: 400, height: 200 });
  });
});
