import { describe, expect, it } from 'vitest';
import { createImages } from '../../../functions/adapters/sharp/images.ts';
import { SURFACES } from '../../../functions/domain/site/accent-colour.ts';
import {
  drawGlyphTests,
  drawLetterIcon,
  drawPlainIcon,
  iconLetterOf,
} from '../../../functions/domain/site/letter-icon.ts';
import { readXml } from '../../support/probes/read-xml.ts';

describe('iconLetterOf', () => {
  it.each([
    ['Das Hafenblatt', 'de', 'D'],
    ['  the paper', 'en', 'T'],
    ['“Quoted” Weekly', 'en', 'Q'],
    ['élan', 'fr', 'É'],
    ['e\u0301lan', 'fr', 'E\u0301'],
    ['istanbul', 'tr', 'İ'],
    ['ßharp', 'de', 'ß'],
    ['日本の朝', 'ja', '日'],
    ['الصباح', 'ar', 'ا'],
    ['निशा', 'hi', 'नि'],
    ['👩‍🌾 Farm', 'en', 'F'],
    ['👩‍🌾', 'en', '👩‍🌾'],
    ['7 Days', 'en', '7'],
    ['', 'en', ''],
  ])('of %j is the first letter of any script: %s, %s', (title, language, letter) => {
    expect(iconLetterOf(title, language)).toBe(letter);
  });
});

describe('a letter icon', () => {
  it.each(['&', '<', '"', 'D'])('is a well-formed square that says %j', (letter) => {
    const svg = readXml(drawLetterIcon(letter, '#8c1c3a'));
    expect([svg.attributes.width, svg.attributes.height]).toEqual(['512', '512']);
    expect(svg.children.at(-1)!.text).toBe(letter);
  });

  it('has an ink that is seen on the accent', () => {
    expect(drawLetterIcon('D', '#8c1c3a')).toContain(`fill="${SURFACES.light.paper}"`);
    for (const draw of [drawPlainIcon('#ffe680'), drawLetterIcon('D', '#ffe680')])
      expect(draw).toContain(`fill="${SURFACES.dark.paper}"`);
  });
});

describe('drawGlyphTests', () => {
  const printOf = async (svg: string) => {
    const [png] = await createImages().encode(new TextEncoder().encode(svg), [
      { width: 128, height: undefined, format: 'png' },
    ]);
    return Buffer.from(png!).toString('base64');
  };

  it.each(['\u{e124}', '\u{10e124}', '\u0378'])(
    'show a letter that no font has as missing: %j',
    async (letter) => {
      const { framed, missing } = drawGlyphTests(letter);
      expect(await printOf(framed)).toBe(await printOf(missing));
    },
  );

  it.each(['D', 'I', '1', 'É', 'О'])('show one that a font has: %j', async (letter) => {
    const { plain, blank, framed, missing } = drawGlyphTests(letter);
    expect(await printOf(plain)).not.toBe(await printOf(blank));
    expect(await printOf(framed)).not.toBe(await printOf(missing));
  });
});
