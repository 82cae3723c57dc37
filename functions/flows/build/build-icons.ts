/** Builds the files of the publication's icon: of its own picture, or of the first letter of its title. */

import { hashOf, sha256 } from '../../domain/hash.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Blobs } from '../../domain/release/release.ts';
import {
  drawGlyphTests,
  drawLetterIcon,
  drawPlainIcon,
  iconLetterOf,
  wrapIcon,
} from '../../domain/site/letter-icon.ts';
import { FAVICON, ICON_SIZES, iconName, VECTOR_ICON } from '../../domain/site/paths.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { describeUnreadable } from './plan-images.ts';

type IconPorts = {
  content: ContentFiles;
  /** Path → stamp of the content's files. */
  stamps: ReadonlyMap<string, string>;
  images: () => Promise<Images>;
  out: Blobs;
};

/** The key of `icon` in publication.yaml. */
type IconPlace = { file: string; line: number };

export type BuiltIcons = { assets: Readonly<Record<string, string>>; problems: readonly Problem[] };

/** Version of drawing and encoders, a part of every name. */
const RECIPE_VERSION = '1';
const MIN_SIDE = 512;
const NO_ICONS: BuiltIcons = { assets: {}, problems: [] };

/**
 * Names tell source and size, not bytes: fonts and compressors differ between machines, and releases must not. A file that is missing gives
 * no icons here: the checks of the content report it.
 */
export async function buildIcons(
  ports: IconPorts,
  publication: Publication,
  place: IconPlace,
): Promise<BuiltIcons> {
  const { icon, title, accent, language } = publication;
  if (icon === undefined) {
    const letter = iconLetterOf(title, language);
    const svg = new TextEncoder().encode(drawLetterIcon(letter, accent));
    const draw = async (images: Images) =>
      (await canDraw(images, letter)) ? svg : new TextEncoder().encode(drawPlainIcon(accent));
    return { assets: await writeIcons(ports, svg, true, draw), problems: [] };
  }
  const path = `content/${icon}`;
  if (!ports.stamps.has(path)) return NO_ICONS;
  try {
    const bytes = await ports.content.read(path);
    const { fault, isVector } = await inspectIcon(ports, bytes);
    if (fault) return { assets: {}, problems: [{ ...place, level: 'error', ...fault }] };
    return { assets: await writeIcons(ports, bytes, isVector, async () => bytes), problems: [] };
  } catch (error) {
    return { assets: {}, problems: [describeUnreadable({ path, ...place }, error)] };
  }
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

async function inspectIcon(
  { images }: IconPorts,
  bytes: Uint8Array,
): Promise<{ fault?: Pick<Problem, 'message' | 'remedy'>; isVector: boolean }> {
  const { width, height, kind } = await (await images()).inspect(bytes);
  const isVector = kind === 'vector';
  const size = `${width} × ${height} pixels`;
  if (!isVector && PNG_SIGNATURE.some((byte, i) => bytes[i] !== byte))
    return {
      isVector,
      fault: { message: 'The icon is neither SVG nor PNG.', remedy: 'Save it as SVG, or as PNG.' },
    };
  if (width !== height)
    return {
      isVector,
      fault: { message: `The icon is not square: it has ${size}.`, remedy: 'Cut it, or add a margin.' },
    };
  if (!isVector && width < MIN_SIDE)
    return {
      isVector,
      fault: {
        message: `The icon is too small: it has ${size}.`,
        remedy: 'Export it with 512 × 512, or as SVG.',
      },
    };
  return { isVector };
}

/** `draw`: the picture to encode, asked for only if a file is missing. */
async function writeIcons(
  { images, out }: IconPorts,
  source: Uint8Array,
  isVector: boolean,
  draw: (images: Images) => Promise<Uint8Array>,
): Promise<Record<string, string>> {
  const hash = hashOf(RECIPE_VERSION, sha256(source)).slice(0, 12);
  const keyOf = (name: string) => `assets/${name.replace('.', `.${hash}.`)}`;
  const names = [...ICON_SIZES.map(iconName), FAVICON, ...(isVector ? [VECTOR_ICON] : [])];
  const there = await Promise.all(names.map((name) => out.has(keyOf(name))));
  if (there.includes(false)) {
    const encoder = await images();
    const recipes = ICON_SIZES.map((width) => ({ width, height: undefined, format: 'png' as const }));
    const made = await encoder.encode(await draw(encoder), recipes);
    for (const [i, size] of ICON_SIZES.entries()) await out.put(keyOf(iconName(size)), made[i]!);
    await out.put(keyOf(FAVICON), wrapIcon(made[0]!, ICON_SIZES[0]));
    if (isVector) await out.put(keyOf(VECTOR_ICON), source);
  }
  return Object.fromEntries(names.map((name) => [name, keyOf(name)]));
}

/** True if this machine's fonts have the letter. */
async function canDraw(images: Images, letter: string): Promise<boolean> {
  const printOf = async (svg: string): Promise<string> => {
    const [png] = await images.encode(new TextEncoder().encode(svg), [
      { width: 128, height: undefined, format: 'png' },
    ]);
    return sha256(png!);
  };
  const tests = drawGlyphTests(letter);
  if ((await printOf(tests.plain)) === (await printOf(tests.blank))) return false;
  const missing = await printOf(tests.missing);
  return (await printOf(tests.framed)) !== missing || missing === (await printOf(tests.hidden));
}
