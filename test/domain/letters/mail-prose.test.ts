import { describe, expect, it } from 'vitest';
import { BASE_MARK, FOLD_MARK, pictureMark, styleMark } from '../../../functions/domain/content/fragment.ts';
import {
  fillFigure,
  fillThumb,
  globalMarksOf,
  type MailStyle,
  renderParagraph,
  renderProse,
} from '../../../functions/domain/letters/mail-prose.ts';
import { aFragment, aPicture, aPublication } from '../../support/builders/small-publication.ts';

const text = (mark: string) => ({ html: [{ mark }], text: [] });
const style: MailStyle = {
  language: 'en',
  mail: {
    templates: { 'letter.items.story.figure': text('src') },
    styles: { p: 'margin:0', a: 'color:{{accent}}' },
  },
  words: {},
  base: 'https://a.example',
  marks: globalMarksOf(aPublication({ accent: '#0b5c6b' }), 'https://a.example'),
};

describe('what authors wrote, in a letter', () => {
  it.each([
    ['has absolute links', `<a href="${BASE_MARK}/x">`, '<a href="https://a.example/x">'],
    ['has styles inline', `<p${styleMark('p')}>`, '<p style="margin:0">'],
    [
      'has the style of an element for a class without one',
      `<p${styleMark('p.lede')}>`,
      '<p style="margin:0">',
    ],
    ['has no style where there is none', `<hr${styleMark('hr')}>`, '<hr>'],
    ['has the accent of the publication', `<a${styleMark('a')}>`, '<a style="color:#0b5c6b">'],
    ['has its pictures', pictureMark(0), 'https://a.example/media/harbour-0a1b-1200.jpg'],
    ['has nothing for a picture that is missing', pictureMark(7), ''],
    ['is whole', `Above.${FOLD_MARK}Below.`, 'Above.Below.'],
  ])('%s', (_, html, printed) => {
    const fragment = aFragment(html, { pictures: [aPicture()] });
    expect(renderProse(fragment, style)).toMatchObject({ html: printed });
  });

  it('is brief above the fold, in both parts', () => {
    const both = `Above.${FOLD_MARK}Below.`;
    const fragment = aFragment(both, { text: both, folded: true });
    expect(renderProse(fragment, style, 'brief')).toEqual({ html: 'Above.', text: 'Above.' });
  });

  it('is escaped where it was no Markdown', () => {
    expect(renderParagraph('1 < 2', style)).toEqual({
      html: '<p style="margin:0">1 &lt; 2</p>',
      text: '1 < 2',
    });
  });
});

describe('a thumbnail in a letter', () => {
  it('has its own file, its own size, and the credit alone', () => {
    const thumb = { path: 'media/t-264.jpg', width: 264, height: 198, type: 'image/jpeg' };
    const { marks, blocks } = fillThumb(aPicture({ alt: 'A pier', credit: 'By Ada' }), thumb, style);
    expect(marks).toEqual({
      src: 'https://a.example/media/t-264.jpg',
      width: '132',
      height: '99',
      alt: 'A pier',
    });
    expect(blocks?.caption).toEqual([{ marks: { caption: 'By Ada' } }]);
  });

  it('has no caption without a credit', () => {
    const thumb = { path: 'media/t-90.jpg', width: 90, height: 68, type: 'image/jpeg' };
    const { marks, blocks } = fillThumb(aPicture({ credit: '' }), thumb, style);
    expect([marks?.width, blocks?.caption]).toEqual(['90', []]);
  });
});

describe('a picture in a letter', () => {
  const sized = (width: number, height: number) => fillFigure(aPicture({ width, height }), style).marks;
  it.each([
    ['at its own width', 400, 200, '400', '200'],
    ['as wide as the text at most', 1200, 676, '536', '302'],
    ['less wide if it is tall', 3024, 4032, '480', '640'],
  ])('is drawn %s: %d × %d', (_, width, height, drawn, tall) => {
    expect(sized(width, height)).toMatchObject({ width: drawn, height: tall });
  });

  it.each([
    ['The harbour', 'By Ada', 'The harbour. By Ada'],
    ['The harbour.', '', 'The harbour.'],
    ['Ready?', 'By Ada', 'Ready? By Ada'],
    ['', 'By Ada', 'By Ada'],
    ['', '', undefined],
  ])('with the caption %j and the credit %j says %j', (caption, credit, words) => {
    const { blocks } = fillFigure(aPicture({ caption, credit }), style);
    expect(blocks?.caption?.[0]?.marks?.caption).toBe(words);
  });
});
