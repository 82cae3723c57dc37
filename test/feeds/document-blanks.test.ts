import { describe, expect, it } from 'vitest';
import { renderAtom } from '../../functions/feeds/atom.ts';
import type { FeedDocument } from '../../functions/feeds/document.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { aFragment, aPicture, NOON } from '../support/builders/small-publication.ts';
import { ATOM, aFeedDocument } from '../support/probes/feed-document.ts';
import { at, readXml } from '../support/probes/read-xml.ts';

const nothing = aFeedDocument([], { updated: undefined });
const empty = aFragment('', { text: '' });

const SPARSE: [string, FeedDocument][] = [
  ['no items', nothing],
  ['no description', aFeedDocument([{}], { description: '' })],
  ['neither', aFeedDocument([], { description: '', updated: undefined })],
  ['a story without a summary', aFeedDocument([{ entry: { summary: '' } }])],
  ['a story without words', aFeedDocument([{ fragment: empty }])],
  ['a story without either', aFeedDocument([{ entry: { summary: '' }, fragment: empty }])],
  [
    'one for the letter without either',
    aFeedDocument([{ entry: { summary: '', access: 'letter' }, fragment: empty }]),
  ],
  ['neither authors nor tags', aFeedDocument([{ entry: { authors: [], tags: [] } }])],
  [
    'a picture alone',
    aFeedDocument([{ entry: { summary: '', image: aPicture({ alt: '' }) }, fragment: empty }]),
  ],
];

type Element = ReturnType<typeof readXml>;
const blanksOf = ({ name, text, children, attributes }: Element): string[] =>
  text.trim() === '' && children.length === 0 && Object.keys(attributes).length === 0
    ? [name]
    : children.flatMap(blanksOf);

const blankValues = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some((v) => v === '' || blankValues(v))
    : false;

describe('a feed with little to say', () => {
  it.each(SPARSE)('has no blank element: %s', (_, document) => {
    expect(blanksOf(readXml(renderRss(document)))).toEqual([]);
    expect(blanksOf(readXml(renderAtom(document)))).toEqual([]);
    expect(blankValues(JSON.parse(renderJsonFeed(document)))).toBe(false);
    expect(renderJsonFeed(document)).not.toContain('<p></p>');
  });

  it.each(SPARSE)('has no date of 1970: %s', (_, document) => {
    for (const render of [renderRss, renderAtom, renderJsonFeed])
      expect(render(document)).not.toContain('1970');
  });

  it('without items leaves out the date in RSS, and gives that of its last change in Atom', () => {
    expect(renderRss(nothing)).not.toContain('lastBuildDate');
    expect(at(readXml(renderAtom(nothing)), `${ATOM}updated`).text).toBe(new Date(NOON).toISOString());
  });

  it('keeps what the formats demand: RSS a description, a JSON item a content', () => {
    const channel = at(readXml(renderRss(SPARSE[2]![1])), 'channel');
    expect(at(channel, 'description').text).toBe('The Small Paper');
    const [item] = JSON.parse(renderJsonFeed(SPARSE[5]![1])).items;
    expect([item.content_html, item.content_text]).toEqual([undefined, 'The harbour opens']);
  });
});
