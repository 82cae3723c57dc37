import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawShareCard } from '../../../functions/adapters/sharp/share-card.ts';
import type { ShareCard } from '../../../functions/domain/content/share-card.ts';

const CARD: ShareCard = {
  ...{ title: 'Ferries are back', label: 'World', name: 'The Small Paper' },
  ...{ accent: '#8c1c3a', paper: '#fcfaf5', direction: 'ltr' },
};

/** Left, right and lowest pixel that is not paper, below the bar at the top. */
async function inkOf(card: Partial<ShareCard>) {
  const bytes = await drawShareCard({ ...CARD, ...card });
  const { data, info } = await sharp(bytes)
    .extract({ left: 0, top: 20, width: 1200, height: 500 })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = [...data].flatMap((grey, i) => (grey < 180 ? [i] : []));
  const columns = at.map((i) => i % info.width);
  const [left, right] = columns.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [1200, 0]);
  return { left, right, bottom: Math.floor((at.at(-1) ?? 0) / info.width) + 20, pixels: at.length };
}

/** Strips of paper between the texts, each higher than the space between two lines. */
async function countGaps(card: Partial<ShareCard>): Promise<number> {
  const bytes = await drawShareCard({ ...CARD, ...card });
  const grey = await sharp(bytes)
    .extract({ left: 0, top: 20, width: 1200, height: 610 })
    .greyscale()
    .raw()
    .toBuffer();
  const rows = new Set([...grey].flatMap((value, i) => (value < 180 ? [Math.floor(i / 1200)] : [])));
  const inked = [...rows].sort((a, b) => a - b);
  return inked.filter((row, i) => i > 0 && row - inked[i - 1]! > 20).length;
}

describe('a share card', () => {
  it('is a PNG of the size that link previews crop to, paper with a bar of the accent', async () => {
    const bytes = await drawShareCard(CARD);
    const { format, width, height } = await sharp(bytes).metadata();
    expect([format, width, height]).toEqual(['png', 1200, 630]);
    const colourAt = async (left: number, top: number) =>
      [...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())].slice(0, 3);
    expect(await colourAt(600, 4)).toEqual([0x8c, 0x1c, 0x3a]);
    expect(await colourAt(600, 40)).toEqual([0xfc, 0xfa, 0xf5]);
  });

  it.each([
    ['many words', 'Two countries, one river, and a flood warning that now crosses it at last '.repeat(2)],
    ['a word of 63 letters', 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'],
    ['an address', `https://example.org/${'x'.repeat(150)}`],
    ['markup', '<b>&amp;</span> "quotes" & <script>'],
  ])('keeps %s within its margins', async (_, title) => {
    const ink = await inkOf({ title });
    expect(ink.left).toBeGreaterThanOrEqual(78);
    expect(ink.right).toBeLessThanOrEqual(1122);
    expect(ink.bottom).toBeLessThan(520);
    expect(ink.pixels).toBeGreaterThan(1000);
  });

  it('stands on the right in a publication that is written from there', async () => {
    expect((await inkOf({ direction: 'rtl', title: 'Short', label: '' })).left).toBeGreaterThan(600);
  });

  it.each([
    ['no text', ''],
    ['letters that no font has', '\u{1e900}\u{1e901}\u{1e902}'],
  ])('of %s is paper alone, without boxes', async (_, title) => {
    expect((await inkOf({ title, label: '' })).pixels).toBe(0);
  });

  it('keeps label, title and name apart, however many lines each has', async () => {
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    for (const title of [long, `${long} ${long}`, 'Kurz'])
      expect(await countGaps({ title, label: `${long} und`, name: `Von der ${long}` })).toBe(2);
  });

  it('leaves out emoji that no font has, and keeps the words beside them', async () => {
    // A code point that is kept for emoji to come: no font has it.
    const bare = await inkOf({ title: 'Ferries' });
    expect((await inkOf({ title: '\u{1fffd} Ferries' })).pixels).toBe(bare.pixels);
  });
});
