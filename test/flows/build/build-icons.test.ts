import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ICON_SIZES, iconName } from '../../../functions/domain/site/paths.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { PUBLICATION, type SmallBuild, SQUARE, smallBuild } from '../../support/builders/small-build.ts';

const ICON = SQUARE.replaceAll('45', '80');
const pictureOf = (width: number, height: number, format: 'png' | 'webp' | 'jpeg') =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    [format]()
    .toBuffer();

const LARGE = await pictureOf(512, 512, 'png');
const SMALL = await pictureOf(64, 64, 'png');
const WEBP = await pictureOf(512, 512, 'webp');
const JPEG = await pictureOf(512, 512, 'jpeg');

function buildOf(more: string, files: Record<string, string | Uint8Array> = {}): SmallBuild {
  const ports = smallBuild();
  ports.content.write('content/publication.yaml', `${PUBLICATION}${more}\n`);
  for (const [name, bytes] of Object.entries(files)) ports.content.write(name, bytes as string);
  return ports;
}

async function iconsOf(ports: SmallBuild): Promise<Record<string, string>> {
  const { hash, problems } = await build(ports);
  expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
  const { assets } = (await openRelease(ports.out, hash!)).index;
  return Object.fromEntries(Object.entries(assets).filter(([name]) => /icon/.test(name)));
}

describe('the icon of a publication', () => {
  it.each([
    ['none', buildOf(''), true],
    ['an SVG', buildOf('icon: images/i.svg', { 'content/images/i.svg': ICON }), true],
    ['a PNG', buildOf('icon: images/i.png', { 'content/images/i.png': LARGE }), false],
  ])('that names %s has every size, and an ICO', async (_, ports, isVector) => {
    const icons = await iconsOf(ports);
    const names = [...ICON_SIZES.map(iconName), 'favicon.ico', ...(isVector ? ['icon.svg'] : [])];
    expect(Object.keys(icons).sort()).toEqual(names.sort());
    for (const size of ICON_SIZES) {
      const { width, height, format } = await sharp(await ports.out.get(icons[iconName(size)]!)).metadata();
      expect([width, height, format]).toEqual([size, size, 'png']);
    }
  });

  it('is the letter of its own title on its own accent, and no other publication’s', async () => {
    const ports = buildOf("accent: '#123456'");
    const icons = await iconsOf(ports);
    const svg = new TextDecoder().decode(await ports.out.get(icons['icon.svg']!));
    expect(svg).toMatch(/fill="#123456".*>T<\/text>/);
    const other = await iconsOf(buildOf("accent: '#654321'"));
    expect(other['icon-32.png']).not.toBe(icons['icon-32.png']);
  });

  it('has the same names where its files are there already, and asks for no encoder', async () => {
    const ports = buildOf('');
    const icons = await iconsOf(ports);
    ports.content.write('content/publication.yaml', `${PUBLICATION}\n# again\n`);
    const again = { ...ports, images: () => Promise.reject(new Error('not needed')) };
    expect(await iconsOf(again)).toEqual(icons);
  });

  it.each([
    ['not square', 'i.svg', SQUARE, 'The icon is not square: it has 80 × 45 pixels.'],
    ['too small', 'i.png', SMALL, 'The icon is too small: it has 64 × 64 pixels.'],
    ['a WebP', 'i.png', WEBP, 'The icon is neither SVG nor PNG.'],
    ['a JPEG', 'i.jpg', JPEG, 'The icon is neither SVG nor PNG.'],
    ['no picture', 'i.png', 'hello', /^The image content\/images\/i.png: It cannot be read/],
    ['missing', 'none.svg', 'x', 'There is no file `content/images/i.svg`.'],
  ])('stops a release, with line and remedy, if it is %s', async (_, name, bytes, message) => {
    const wanted = name === 'none.svg' ? 'i.svg' : name;
    const ports = buildOf(`icon: images/${wanted}`, { [`content/images/${name}`]: bytes });
    const { hash, problems } = await build(ports);
    const line = PUBLICATION.split('\n').length;
    expect(hash).toBeUndefined();
    expect(problems).toContainEqual(
      expect.objectContaining({
        ...{ file: 'content/publication.yaml', line, level: 'error', remedy: expect.any(String) },
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });
});
