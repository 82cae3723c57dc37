/** The icon of a publication that names none: the first letter of its title on its accent. */
import { escapeHtml } from '../text/escape.ts';
import { contrastOf, SURFACES } from './accent-colour.ts';

/** The side of the drawing, in its own units. */
const SIDE = 512;
/** WCAG 2.2 §1.4.11, for graphics. */
const MIN_CONTRAST = 3;

/** The first grapheme that holds a letter or a digit of any script, as a capital if it has one; else the first grapheme. */
export function iconLetterOf(title: string, language: string): string {
  const graphemes = graphemesOf(title.trim(), language);
  const letter = graphemes.find((grapheme) => /[\p{L}\p{N}]/u.test(grapheme)) ?? graphemes[0] ?? '';
  const capital = letter.toLocaleUpperCase(language);
  return graphemesOf(capital, language).length === 1 ? capital : letter;
}

const graphemesOf = (text: string, language: string): string[] =>
  [...new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

function ground(accent: string): { ink: string; square: string } {
  const { paper } = SURFACES.light;
  const ink = contrastOf(accent, paper) >= MIN_CONTRAST ? paper : SURFACES.dark.paper;
  return { ink, square: `<rect width="${SIDE}" height="${SIDE}" rx="96" fill="${accent}"/>` };
}

const drawing = (inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}">${inner}</svg>`;

const letterShape = (letter: string, ink: string): string =>
  `<text x="256" y="256" dy="0.35em" text-anchor="middle" font-family="Georgia, 'DejaVu Serif', serif" font-weight="700" font-size="320" fill="${ink}">${escapeHtml(letter)}</text>`;

export function drawLetterIcon(letter: string, accent: string): string {
  const { ink, square } = ground(accent);
  return drawing(square + letterShape(letter, ink));
}

/** A page with lines, drawn without a font. */
export function drawPlainIcon(accent: string): string {
  const { ink, square } = ground(accent);
  const lines = [300, 376].map((y) => `<rect x="136" y="${y}" width="240" height="32" fill="${ink}"/>`);
  return drawing(`${square}<rect x="136" y="120" width="240" height="136" fill="${ink}"/>${lines.join('')}`);
}

/** Private use: no font of a build machine has them. A renderer draws the box of a missing glyph, with four or six digits in it. */
const MISSING_GLYPHS = ['\u{e123}', '\u{10e123}'] as const;
/** Hides the digits in the box of a missing glyph, and leaves its frame. */
const DIGITS_HIDDEN = '<rect x="164" y="132" width="184" height="240" fill="#000"/>';
const WIDE_DIGITS_HIDDEN = '<rect x="118" y="132" width="276" height="240" fill="#000"/>';

/**
 * Drawings that tell whether a machine's fonts have a letter: it has none if `plain` looks like `blank`, or `framed` like `missing`, of which
 * the latter tells nothing if it looks like `hidden`.
 */
export function drawGlyphTests(letter: string) {
  const [first = ''] = letter;
  const isWide = first.length > 1;
  const hide = isWide ? WIDE_DIGITS_HIDDEN : DIGITS_HIDDEN;
  const black = `<rect width="${SIDE}" height="${SIDE}" fill="#000"/>`;
  const draw = (text: string, over = '') => drawing(black + letterShape(text, '#fff') + over);
  return {
    plain: draw(first),
    blank: draw(''),
    framed: draw(first, hide),
    missing: draw(MISSING_GLYPHS[isWide ? 1 : 0], hide),
    hidden: draw('', hide),
  };
}

const HEADER_BYTES = 6 + 16;

/** An ICO file that holds one PNG (learn.microsoft.com/previous-versions/ms997538, and PNG in it since Windows Vista). */
export function wrapIcon(png: Uint8Array, size: 32): Uint8Array {
  const file = new Uint8Array(HEADER_BYTES + png.length);
  const view = new DataView(file.buffer);
  view.setUint16(2, 1, true); // an icon
  view.setUint16(4, 1, true); // of one picture
  view.setUint8(6, size);
  view.setUint8(7, size);
  view.setUint16(10, 1, true); // colour planes
  view.setUint16(12, 32, true); // bits a pixel
  view.setUint32(14, png.length, true);
  view.setUint32(18, HEADER_BYTES, true);
  file.set(png, HEADER_BYTES);
  return file;
}
