import { describe, expect, it } from 'vitest';
import { type ImageRecord, planPicture } from '../../../functions/domain/release/image-plan.ts';

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
      mail: { width: 1200, height: 675, type: 'image/png' },
    });
  });

  it('has a mail variant that every client reads, and a share variant for a lead image that is large enough', () => {
    expect(plan(source(4000, 3000)).picture.mail).toMatchObject({ width: 1200, type: 'image/jpeg' });
    expect(plan(source(900, 600)).picture.mail).toMatchObject({ width: 900 });
    expect(plan(source(4000, 3000)).picture.share).toMatchObject({ width: 1200, height: 630 });
    expect(plan(source(400, 300)).picture.share).toBeUndefined();
    expect(plan(source(4000, 3000), false).picture.share).toBeUndefined();
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
