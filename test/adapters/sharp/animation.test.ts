import sharp, { type SharpOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImages } from '../../../functions/adapters/sharp/images.ts';

const images = createImages();
const frame = (background: string) => ({ create: { width: 8, height: 6, channels: 3 as const, background } });
const film = () =>
  sharp(['#c00', '#0c0', '#00c'].map(frame) as never, { join: { animated: true } } as SharpOptions);
const still = () => sharp(frame('#c00'));

/** Puts a chunk right behind the header of a PNG. */
function withChunk(png: Buffer, type: string): Buffer {
  const chunk = Buffer.from(`\0\0\0\u0008${type}\0\0\0\u0003\0\0\0\0\0\0\0\0`, 'latin1');
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
const withBrand = (avif: Buffer) => Buffer.from(avif.toString('latin1').replace('miaf', 'avis'), 'latin1');
const svg = (inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6">${inside}</svg>`);

describe('a picture', () => {
  it.each([
    ['GIF', () => film().gif().toBuffer()],
    ['WebP', () => film().webp().toBuffer()],
    ['PNG', async () => withChunk(await still().png().toBuffer(), 'acTL')],
    ['AVIF', async () => withBrand(await still().avif().toBuffer())],
    [
      'SVG with SMIL',
      async () => svg('<rect width="4" height="4"><animate attributeName="x" to="4"/></rect>'),
    ],
    ['SVG with CSS', async () => svg('<style>@keyframes a { to { opacity: 0 } }</style>')],
  ])('that moves is told apart: %s', async (_, make) => {
    expect(await images.inspect(await make())).toMatchObject({ animated: true });
  });

  it.each([
    ['GIF', () => still().gif().toBuffer()],
    ['WebP', () => still().webp().toBuffer()],
    ['PNG', async () => withChunk(await still().png().toBuffer(), 'tEXt')],
    ['AVIF', () => still().avif().toBuffer()],
    ['JPEG', () => still().jpeg().toBuffer()],
    ['SVG', async () => svg('<rect width="4" height="4"/><text>animate</text>')],
  ])('that stands still has no such fact: %s', async (_, make) => {
    expect(await images.inspect(await make())).not.toHaveProperty('animated');
  });
});
