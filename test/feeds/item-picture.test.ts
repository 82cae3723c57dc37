import { describe, expect, it } from 'vitest';
import type { Entry } from '../../functions/domain/content/article.ts';
import { renderAtom } from '../../functions/feeds/atom.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { aFragment, aPicture } from '../support/builders/small-publication.ts';
import { ATOM, aFeedDocument, MEDIA } from '../support/probes/feed-document.ts';
import { at, readXml } from '../support/probes/read-xml.ts';

const documentOf = (entry: Partial<Entry>) => aFeedDocument([{ entry, fragment: aFragment() }]);

/** Each format's picture for lists, and the addresses of pictures that stand in its content. */
function picturesOf(entry: Partial<Entry>): [string, string | undefined, string[]][] {
  const rss = at(readXml(renderRss(documentOf(entry))), 'channel', 'item');
  const atom = at(readXml(renderAtom(documentOf(entry))), `${ATOM}entry`);
  const json = JSON.parse(renderJsonFeed(documentOf(entry))).items[0];
  const shown = (html: string) => [...html.matchAll(/<img src="([^"]*)"/g)].map((match) => match[1]!);
  const listed = (item: typeof rss) =>
    item.children.find((c) => c.name === `${MEDIA}content`)?.attributes.url;
  return [
    ['rss', listed(rss), shown(at(rss, '{http://purl.org/rss/1.0/modules/content/}encoded').text)],
    ['atom', listed(atom), shown(at(atom, `${ATOM}content`).text)],
    ['json', json.image, shown(json.content_html)],
  ];
}

const PICTURES: [string, Partial<Entry>][] = [
  ['a picture with a share crop', { image: aPicture() }],
  ['a picture too small for one', { image: aPicture({ share: undefined }) }],
  ['a picture of an article for the letter', { image: aPicture(), access: 'letter' }],
  ['a picture without words', { image: aPicture({ alt: '', caption: '', credit: '' }) }],
];

describe('the picture of an item', () => {
  it.each(PICTURES)('stands in the content under the very address that lists get: %s', (_, entry) => {
    for (const [format, listed, shown] of picturesOf(entry))
      expect([format, shown]).toEqual([format, [listed]]);
  });

  it('is in no format where there is none', () => {
    expect(picturesOf({}).map(([, listed]) => listed)).toEqual([undefined, undefined, undefined]);
  });

  const variant = (width: number, height: number) => ({
    path: 'media/a.png',
    width,
    height,
    type: 'image/png',
  });
  it.each([
    ['a screenshot of 400 pixels', 400, variant(400, 300), 'width="400" height="300"'],
    ['one of 800', 800, variant(800, 400), 'width="600" height="300"'],
    ['one of 601', 601, variant(601, 601), 'width="600" height="600"'],
    ['a photograph', 4000, variant(1200, 900), 'width="600" height="450"'],
    ['one dot', 1, variant(1, 1), 'width="1" height="1"'],
    ['a rule of one pixel', 1200, variant(1200, 1), 'width="600" height="1"'],
  ])('is shown at its own size, 600 pixels at most: %s', (_, width, mail, size) => {
    expect(documentOf({ image: aPicture({ width, mail }) }).items[0]!.html).toContain(size);
  });
});
