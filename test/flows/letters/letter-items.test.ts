import { describe, expect, it } from 'vitest';
import type { EditionItem, PictureSize } from '../../../functions/domain/content/edition.ts';
import { assembleDigest, assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { choosePictures } from '../../../functions/flows/letters/letter-items.ts';
import { anEdition, article, extra, html, text } from '../../support/builders/an-edition.ts';
import { letterView, placeEntries } from '../../support/builders/letter-view.ts';
import {
  aFragment,
  anEntry,
  aPicture,
  aPublication,
  NOON,
} from '../../support/builders/small-publication.ts';

const thumb = { path: 'media/thumb-264.jpg', width: 264, height: 198, type: 'image/jpeg' };
const image = aPicture({ thumb, caption: 'The pier', credit: 'By Ada' });
const pictured = ['a', 'b', 'c', 'd'].map((id) => anEntry({ id, image, words: 900 }));
const view = (changes = {}) =>
  letterView({
    entries: pictured,
    fragments: Object.fromEntries(pictured.map(({ id }) => [id, aFragment(`<p>Body of ${id}.</p>`)])),
    ...changes,
  });

const withPicture = (item: EditionItem, picture: PictureSize): EditionItem =>
  ({ ...item, picture }) as EditionItem;
const printed = async (items: readonly EditionItem[], seen = view()) =>
  (await assembleEdition(await seen, anEdition(items), extra)).letter;
const sizesIn = (page: string): string[] =>
  [...page.matchAll(/<img[^>]* width="(\d+)"/g)].map(([, width]) => width!);

describe('the pictures of a letter', () => {
  it.each<[expected: string[], ...items: EditionItem[]]>([
    [['536', '536', '536'], article('a'), article('b'), article('c')],
    [
      ['536', '536', '132', '132'],
      article('a'),
      article('b', 'brief'),
      article('c', 'brief'),
      article('d', 'brief'),
    ],
    [['536', '132', '536'], article('a', 'brief'), article('b', 'brief'), article('c')],
    [['132', '536'], article('a', 'headline'), withPicture(article('b'), 'small'), article('c', 'brief')],
    [['536'], withPicture(article('a'), 'none'), article('b')],
    [['536', '536'], article('a', 'brief'), withPicture(article('b', 'brief'), 'large')],
  ])('have the sizes %j', async (expected, ...items) => {
    expect(sizesIn(html(await printed(items)))).toEqual(expected);
  });

  it('are told in the text part as in the HTML: one that is left out in neither, a small one with its credit', async () => {
    const none = await printed([withPicture(article('a'), 'none')]);
    expect(text(none)).not.toContain('A harbour at dawn');
    const small = await printed([withPicture(article('a'), 'small')]);
    for (const part of [text(small), html(small)]) {
      expect(part).toContain('A harbour at dawn');
      expect(part).toContain('By Ada');
      expect(part).not.toContain('The pier');
    }
  });

  it('are large in a release of an older version, which has no thumbnails', async () => {
    const older = pictured.map((entry) => ({ ...entry, image: aPicture() }));
    const letter = await printed([article('a', 'brief'), article('b', 'brief')], view({ entries: older }));
    expect(sizesIn(html(letter))).toEqual(['536', '536']);
  });

  it('stand at the end of the line, in both directions of writing', async () => {
    const items = [withPicture(article('a'), 'small')];
    const cell = (page: string) =>
      /<table[^>]* align="(\w+)"[^>]*><tr><td class="thumb" style="([^"]*)"/.exec(page)!;
    expect(cell(html(await printed(items))).slice(1)).toEqual([
      'right',
      'width:132px;padding:5px 0 8px 20px',
    ]);
    const publication = aPublication({ language: 'he', accent: '#8c1c3a' });
    expect(cell(html(await printed(items, view({ publication })))).slice(1)).toEqual([
      ...['left', 'width:132px;padding:5px 20px 8px 0'],
    ]);
  });

  it('follow the same rule in a digest', async () => {
    const seen = await view();
    const placed = await placeEntries(seen, pictured);
    const { letter } = await assembleDigest(seen, aPublication().newsletters[0]!, placed, {
      ...extra,
      slot: NOON,
    });
    expect(sizesIn(html(letter))).toEqual(['536', '132', '132', '132']);
  });

  it('keep their sizes on the page of the letter', async () => {
    const { page } = await printed([
      article('a', 'brief'),
      article('b', 'brief'),
      withPicture(article('c'), 'none'),
    ]);
    expect(page?.items.map((item) => item.kind === 'article' && item.picture)).toEqual([
      'large',
      'small',
      'none',
    ]);
  });
});

describe('choosePictures', () => {
  it('counts briefs alone, and leaves an editor’s choice', () => {
    const text = { kind: 'text' } as const;
    const brief = { kind: 'article', as: 'brief' } as const;
    const items = [
      brief,
      text,
      { ...brief, picture: 'none' as const },
      { kind: 'article', as: 'headline' } as const,
      brief,
    ];
    expect(choosePictures(items)).toEqual(['large', 'none', 'none', 'none', 'small']);
  });
});
