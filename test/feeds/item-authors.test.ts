import { describe, expect, it } from 'vitest';
import { renderAtom } from '../../functions/feeds/atom.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { ATOM, aFeedDocument } from '../support/probes/feed-document.ts';
import { at, childrenOf, readXml } from '../support/probes/read-xml.ts';

const CREATOR = '{http://purl.org/dc/elements/1.1/}creator';
const documentOf = (...authors: string[][]) =>
  aFeedDocument(authors.map((names) => ({ entry: { authors: names } })));

describe('the authors of an item', () => {
  it.each([
    [['Ada Stone'], 'Ada Stone'],
    [['Ada Stone', 'Bo <Lund>', 'C & D'], 'Ada Stone, Bo <Lund>, C & D'],
    [['李明', 'نور'], '李明, نور'],
  ])('are one dc:creator in RSS: %s', (authors, shown) => {
    const item = at(readXml(renderRss(documentOf(authors))), 'channel', 'item');
    expect(childrenOf(item, CREATOR).map((creator) => creator.text)).toEqual([shown]);
  });

  it('are no element where there are none', () => {
    expect(renderRss(documentOf([]))).not.toContain('dc:creator');
  });

  it('are one element each in Atom', () => {
    const entry = at(readXml(renderAtom(documentOf(['Ada', 'Bo']))), `${ATOM}entry`);
    expect(childrenOf(entry, `${ATOM}author`)).toHaveLength(2);
  });

  it('are all that JSON names, unless an item has none', () => {
    const namesOf = (...authors: string[][]) => JSON.parse(renderJsonFeed(documentOf(...authors))).authors;
    const publisher = [{ name: 'The Small Paper', url: 'https://paper.example/' }];
    expect(namesOf(['Ada'], ['Bo', 'Cy'])).toBeUndefined();
    expect([namesOf(['Ada'], []), namesOf([]), namesOf()]).toEqual([publisher, publisher, publisher]);
  });
});
