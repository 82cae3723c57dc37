import { describe, expect, it } from 'vitest';
import { type ImageRecord, planLogo, planPicture } from '../../../functions/domain/release/image-plan.ts';

const WORDS = { alt: 'A bus', caption: '', credit: 'Us' };
const source = (width: number, height: number, changes: Partial<ImageRecord> = {}): ImageRecord => ({
  width,
  height,
  kind: 'photo',
  stamp: '1',
  hash: 'abc',
  ...changes,
});
const plan = (image: ImageRecord, lead = true, path = 'content/images/Night Bus.jpg') =>
  planPicture(path, image, WORDS, lead);
const widths = (image: ImageRecord) => plan(image).picture.page.map((variant) => variant.width);

describe('the plan of a picture', () => {
  it('has page variants in ascending width, never above the source', () => {
    expect(widths(source(4000, 3000))).toEqual([480, 750, 1080, 1440]);
    expect(widths(source(1200, 800))).toEqual([480, 750, 1200]);
    expect(widths(source(1000, 800))).toEqual([480, 750, 1000]);
    expect(widths(source(300, 200))).toEqual([300]);
  });

  it('keeps the proportions of the source', () => {
    expect(plan(source(4000, 3000)).picture.page[0]).toMatchObject({
      width: 480,
      height: 360,
      type: 'image/webp',
    });
    expect(plan(source(3000, 1)).picture.page[0]!.height).toBe(1);
  });

  it('draws a vector at the largest width, whatever size it says it has', () => {
    const { picture } = plan(source(80, 45, { kind: 'vector' }));
    expect(picture).toMatchObject({
      width: 1440,
      height: 810,
      mail: { width: 1072, height: 603, type: 'image/png' },
    });
  });

  it('has a mail variant that every client reads, and a share variant for a lead image that is large enough', () => {
    expect(plan(source(4000, 3000)).picture.mail).toMatchObject({ width: 1072, type: 'image/jpeg' });
    expect(plan(source(900, 600)).picture.mail).toMatchObject({ width: 900 });
    expect(plan(source(4000, 3000)).picture.share).toMatchObject({ width: 1200, height: 630 });
    expect(plan(source(400, 300)).picture.share).toBeUndefined();
    expect(plan(source(4000, 3000), false).picture.share).toBeUndefined();
  });

  it('has no pixel in a letter that nobody sees: portraits are drawn smaller', () => {
    expect(plan(source(3024, 4032)).picture.mail).toMatchObject({ width: 960, height: 1280 });
    expect(plan(source(700, 500)).picture.mail).toMatchObject({ width: 700, height: 500 });
  });

  it.each([
    ['photo', 4000, 3000, 264, 198],
    ['photo', 3024, 4032, 264, 198],
    ['photo', 200, 900, 200, 150],
    ['photo', 900, 99, 132, 99],
    ['flat', 1200, 300, 264, 66],
    ['flat', 300, 1200, 66, 264],
    ['vector', 80, 80, 264, 264],
  ] as const)('has a thumbnail of a lead image alone: %s of %i × %i', (kind, width, height, ...pixels) => {
    const { thumb } = plan(source(width, height, { kind })).picture;
    expect([thumb?.width, thumb?.height]).toEqual(pixels);
    expect(plan(source(width, height, { kind }), false).picture.thumb).toBeUndefined();
  });

  it('has the names of older versions for what did not change: it is not encoded again', () => {
    const { page, share } = plan(source(4000, 3000)).picture;
    expect([page[0]!, page.at(-1)!, share!].map((variant) => variant.path)).toEqual([
      'media/night-bus-9d915370e290-480.webp',
      'media/night-bus-43eab49aa932-1440.webp',
      'media/night-bus-3fa1a516bca3-1200.jpg',
    ]);
  });

  it('encodes for letters alone as what is drawn at half its pixels', () => {
    const { picture, wanted } = plan(source(4000, 3000));
    const dense = wanted.filter(({ recipe }) => recipe.dense).map(({ key }) => key);
    expect(dense).toEqual([picture.mail.path, picture.thumb?.path]);
  });

  it('has a crop of 4:3 and a square one for search engines, for a lead image that is large enough', () => {
    const sizes = (image: ImageRecord, lead = true) =>
      plan(image, lead).picture.crops?.map(({ width, height }) => [width, height]);
    const both = [
      [960, 720],
      [720, 720],
    ];
    expect(sizes(source(4000, 3000))).toEqual(both);
    expect(sizes(source(960, 4000))).toEqual(both);
    expect(sizes(source(959, 4000))).toBeUndefined();
    expect(sizes(source(4000, 700))).toBeUndefined();
    expect(sizes(source(4000, 3000), false)).toBeUndefined();
  });

  it('names every variant after its source, and differently for another source, size or format', () => {
    const { wanted } = plan(source(4000, 3000));
    expect(new Set(wanted.map((one) => one.key)).size).toBe(wanted.length);
    expect(wanted[0]!.key).toMatch(/^media\/night-bus-[0-9a-f]{12}-480\.webp$/);
    const other = plan(source(4000, 3000, { hash: 'def' })).wanted;
    expect(other.map((one) => one.key)).not.toEqual(wanted.map((one) => one.key));
    expect(plan(source(9, 9), false, 'content/images/図.png').wanted[0]!.key).toMatch(/^media\/image-/);
  });
});

describe('the logo of letters', () => {
  const drawn = (image: ImageRecord) => {
    const { logo, wanted } = planLogo('content/images/Logo.svg', image, undefined);
    return [logo.width, logo.height, wanted.recipe.width];
  };
  it.each([
    ['a wide vector', source(813, 130, { kind: 'vector' }), [280, 45, 560]],
    ['a tall vector', source(10, 10, { kind: 'vector' }), [56, 56, 112]],
    ['a bitmap of twice the size', source(560, 90, { kind: 'flat' }), [280, 45, 560]],
    ['a small bitmap, never larger than it is', source(100, 20, { kind: 'flat' }), [100, 20, 100]],
    ['a bitmap in between', source(400, 64, { kind: 'flat' }), [280, 45, 400]],
    ['a thread', source(5000, 1), [280, 1, 560]],
  ])('fits its room at twice its size: %s', (_, image, sizes) => {
    expect(drawn(image)).toEqual(sizes);
  });

  it('is a PNG whose name tells what it was made from, and on which ground', () => {
    const planOn = (ground: string | undefined) =>
      planLogo('content/images/Logo.svg', source(813, 130), ground);
    expect(planOn('#fcfaf5').wanted.recipe).toMatchObject({ format: 'png', ground: '#fcfaf5' });
    expect(planOn(undefined).logo.path).toMatch(/^media\/logo-[0-9a-f]{12}-560\.png$/);
    expect(planOn('#fcfaf5').logo.path).not.toBe(planOn(undefined).logo.path);
  });
});
