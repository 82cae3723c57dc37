import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImages } from '../../../functions/adapters/sharp/images.ts';

const images = createImages();
const noise = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 90, b: 30, alpha: 0.5 } } });
const svg = (size: string) =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="10" height="5" fill="#c00"/></svg>`,
  );
const encodeOne = async (
  bytes: Uint8Array,
  width: number,
  height: number | undefined,
  format: 'webp' | 'jpg' | 'png',
) => (await images.encode(bytes, [{ width, height, format }]))[0]!;

describe('images', () => {
  it('are told apart: photographs, flat ones, vectors', async () => {
    expect(await images.inspect(await noise(40, 30).jpeg().toBuffer())).toEqual({
      width: 40,
      height: 30,
      kind: 'photo',
    });
    expect(await images.inspect(await noise(40, 30, 4).png().toBuffer())).toMatchObject({ kind: 'flat' });
    expect(await images.inspect(svg('width="80" height="45"'))).toEqual({
      width: 80,
      height: 45,
      kind: 'vector',
    });
    expect(await images.inspect(svg('viewBox="0 0 10 5"'))).toMatchObject({ width: 10, height: 5 });
  });

  it('have the sides that one sees when EXIF says they lie on their side', async () => {
    const lying = await noise(40, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await images.inspect(lying)).toMatchObject({ width: 30, height: 40 });
    expect(await sharp(await encodeOne(lying, 15, undefined, 'jpg')).metadata()).toMatchObject({
      width: 15,
      height: 20,
    });
  });

  it('are encoded to each recipe, in order', async () => {
    const source = await noise(400, 300).jpeg().toBuffer();
    const recipes = [
      { width: 100, height: undefined, format: 'webp' as const },
      { width: 120, height: 63, format: 'jpg' as const },
      { width: 50, height: undefined, format: 'png' as const },
    ];
    const made = await Promise.all(
      (await images.encode(source, recipes)).map((bytes) => sharp(bytes).metadata()),
    );
    expect(made.map(({ format, width, height }) => ({ format, width, height }))).toEqual([
      { format: 'webp', width: 100, height: 75 },
      { format: 'jpeg', width: 120, height: 63 },
      { format: 'png', width: 50, height: 38 },
    ]);
  });

  it('lose where and with what they were taken', async () => {
    const exif = { IFD0: { Copyright: 'Somebody', Make: 'Camera' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const source = await noise(40, 30).withExif(exif).jpeg().toBuffer();
    expect((await sharp(source).metadata()).exif).toBeDefined();
    for (const format of ['webp', 'jpg', 'png'] as const) {
      const { exif, xmp, iptc } = await sharp(await encodeOne(source, 20, undefined, format)).metadata();
      expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    }
  });

  it('are drawn large from a small vector, with a sharp edge', async () => {
    const large = await encodeOne(svg('viewBox="0 0 20 10" width="20" height="10"'), 1440, undefined, 'png');
    const { data, info } = await sharp(large).raw().toBuffer({ resolveWithObject: true });
    const alphaAt = (x: number) => data[(100 * info.width + x) * info.channels + 3]!;
    expect([info.width, info.height]).toEqual([1440, 720]);
    expect([alphaAt(715), alphaAt(725)]).toEqual([255, 0]);
  });

  it('keep no transparency in a JPEG: it is white there', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const { data } = await sharp(await encodeOne(clear, 8, undefined, 'jpg'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  const half = async () => (await noise(400, 300).jpeg().toBuffer()).subarray(0, 600);
  it.each([
    ['text', async () => new TextEncoder().encode('not a picture')],
    ['nothing', async () => new Uint8Array()],
    ['half a JPEG', half],
  ])('refuse %s', async (_, make) => {
    const bytes = await make();
    const both = async () => {
      await images.inspect(bytes);
      await encodeOne(bytes, 100, undefined, 'webp');
    };
    await expect(both()).rejects.toMatchObject({ code: 'invalid' });
  });
});

it('a ground shows through where a picture is transparent, and nothing does without', async () => {
  const drawing = svg('width="20" height="10"');
  const recipe = { width: 20, height: undefined, format: 'png' } as const;
  const cornerOf = async (ground?: string) => {
    const [png] = await images.encode(drawing, [{ ...recipe, ...(ground && { ground }) }]);
    return [...(await sharp(png).ensureAlpha().raw().toBuffer()).subarray(-4)];
  };
  expect(await cornerOf('#fcfaf5')).toEqual([0xfc, 0xfa, 0xf5, 255]);
  expect((await cornerOf())[3]).toBe(0);
});
