/** Draws share cards over sharp (libvips with Pango). Pango wraps a text of any script, in the fonts that the machine has. */
import sharp, { type OverlayOptions } from 'sharp';
import { CARD_SIZE, type ShareCard } from '../../domain/content/share-card.ts';

/** Pixels. */
const MARGIN = 80;
const TEXT_WIDTH = CARD_SIZE.width - 2 * MARGIN;
const TITLE_TOP = 150;
const NAME_BOTTOM = CARD_SIZE.height - 60;
/** The least space between two texts. */
const GAP = 24;
const TITLE_SIZES = [76, 64, 54, 46, 38];
const LINE_SIZE = 30;
/** The ink of the light page (templates/site/10-base.css). */
const INK = '#1b1916';
const SOFT_INK = '#5a564d';

type Drawn = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

/** A text in letters that no font here has is left out: boxes would be worse than paper alone. */
export async function drawShareCard(card: ShareCard): Promise<Uint8Array> {
  const label = await drawText(card.label, LINE_SIZE, card.accent, card);
  const name = await drawText(card.name, LINE_SIZE, SOFT_INK, card);
  const top = label ? Math.max(TITLE_TOP, MARGIN + label.info.height + GAP) : TITLE_TOP;
  const title = await drawTitle(card, NAME_BOTTOM - (name ? name.info.height + GAP : 0) - top);
  const bar = { width: CARD_SIZE.width, height: 14, channels: 3, background: card.accent } as const;
  const layers: OverlayOptions[] = [{ input: { create: bar }, left: 0, top: 0 }];
  if (label) layers.push(placeText(label, MARGIN, card));
  if (title) layers.push(placeText(title, top, card));
  if (name) layers.push(placeText(name, NAME_BOTTOM - name.info.height, card));
  const paper = sharp({ create: { ...CARD_SIZE, channels: 3, background: card.paper } });
  // A palette would halve the bytes, and take four times as long.
  return paper.composite(layers).png({ compressionLevel: 6 }).toBuffer();
}

async function drawTitle(card: ShareCard, maxHeight: number): Promise<Drawn | undefined> {
  let drawn: Drawn | undefined;
  for (const size of TITLE_SIZES) {
    drawn = await drawText(card.title, size, INK, card);
    if (!drawn || drawn.info.height <= maxHeight) return drawn;
  }
  return drawn;
}

const placeText = ({ data, info }: Drawn, top: number, { direction }: ShareCard): OverlayOptions => ({
  input: data,
  raw: info,
  left: direction === 'rtl' ? CARD_SIZE.width - MARGIN - info.width : MARGIN,
  top,
});

async function drawText(
  text: string,
  size: number,
  colour: string,
  { direction }: Pick<ShareCard, 'direction'>,
): Promise<Drawn | undefined> {
  const shown = await withoutMissingEmoji(text);
  if (shown.trim() === '' || !(await hasLetters(shown))) return undefined;
  const align = direction === 'rtl' ? ('right' as const) : ('left' as const);
  return renderText(`<span foreground="${colour}">${escapePango(shown)}</span>`, size, align);
}

/** An emoji, with the joiners and the selectors that belong to it, and a space behind it. */
const EMOJI =
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator})(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{Join_Control}|\p{Variation_Selector})*\s?/gu;

/** Emoji that no font here has are decoration: the other words stay. */
async function withoutMissingEmoji(text: string): Promise<string> {
  const missing = new Set<string>();
  for (const emoji of text.match(EMOJI) ?? [])
    if (!(await isDrawn(String.fromCodePoint(emoji.codePointAt(0)!)))) missing.add(emoji);
  return text.replace(EMOJI, (emoji) => (missing.has(emoji) ? '' : emoji)).trim();
}

/** Pango markup is XML. Characters that XML has not are no part of a title: the build strips them. */
const escapePango = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

async function renderText(markup: string, size: number, align: 'left' | 'right'): Promise<Drawn | undefined> {
  const text = { text: markup, font: `serif bold ${size}`, width: TEXT_WIDTH, dpi: 72, align } as const;
  try {
    return await sharp({ text: { ...text, wrap: 'word-char', rgba: true } })
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch {
    // Without any font Pango draws no pixel, which libvips calls an error.
    return undefined;
  }
}

/** Letters of 128 code points mostly have one font, so one of them tells for all. */
const BLOCK_BITS = 7;
const known = new Map<number, Promise<boolean>>();
/** Private-use code points that no font has, so that their drawing is the box of a missing letter, of four digits or of six. */
const MISSING = { short: '\u{e83a}', long: '\u{fe83a}' };

/** True if a font here has the letters of the text: a missing one is drawn as a box, as wide and high as that of another. */
async function hasLetters(text: string): Promise<boolean> {
  const letters = [...text].filter((letter) => /\p{L}/u.test(letter));
  const blocks = new Map(letters.map((letter) => [letter.codePointAt(0)! >> BLOCK_BITS, letter]));
  const found = [...blocks].map(([block, letter]) => {
    const answer = known.get(block) ?? isDrawn(letter);
    known.set(block, answer);
    return answer;
  });
  return !(await Promise.all(found)).includes(false);
}

async function isDrawn(letter: string): Promise<boolean> {
  const missing = letter.codePointAt(0)! < 0x10000 ? MISSING.short : MISSING.long;
  const [box, drawn] = [await renderText(missing, 64, 'left'), await renderText(letter, 64, 'left')];
  if (!drawn) return false;
  return !box || box.info.width !== drawn.info.width || box.info.height !== drawn.info.height;
}
