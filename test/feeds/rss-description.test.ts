import { describe, expect, it } from 'vitest';
import { renderAtom } from '../../functions/feeds/atom.ts';
import type { FeedDocument } from '../../functions/feeds/document.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { ATOM, aFeedDocument } from '../support/probes/feed-document.ts';
import { readHtml } from '../support/probes/read-html.ts';
import { at, readXml } from '../support/probes/read-xml.ts';

function documentOf(text: string): FeedDocument {
  return aFeedDocument([{ entry: { title: text, summary: text } }], { title: text, description: text });
}

const WRITTEN = [
  ['a tag by name', 'The <title> tag'],
  ['markup', '<b>x</b>'],
  ['a frame', '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>'],
  ['what is escaped already', 'AT&amp;T, &lt;b&gt; and &#60;'],
  ['a comparison', '1 < 2 > 0 && "x" = \'y\''],
  ['a comment', '<!-- gone? -->'],
  ['the end of CDATA', ']]> <![CDATA[ x ]]>'],
] as const;

describe('a summary', () => {
  it.each(WRITTEN)('with %s is what an HTML parser reads in the description of an RSS item', (_, text) => {
    const { text: html } = at(readXml(renderRss(documentOf(text))), 'channel', 'item', 'description');
    const read = readHtml(`<p>${html}</p>`);
    expect(read).toMatchObject({ text, children: [] });
  });

  it.each(WRITTEN)('with %s is the text itself in Atom and JSON, which have types', (_, text) => {
    const summary = at(readXml(renderAtom(documentOf(text))), `${ATOM}entry`, `${ATOM}summary`);
    expect([summary.text, summary.attributes]).toEqual([text, {}]);
    expect(JSON.parse(renderJsonFeed(documentOf(text))).items[0].summary).toBe(text);
  });

  it.each(WRITTEN)('with %s is plain text in titles and the channel’s description', (_, text) => {
    const channel = at(readXml(renderRss(documentOf(text))), 'channel');
    for (const path of [['title'], ['description'], ['item', 'title']])
      expect(at(channel, ...path).text).toBe(text);
    expect(renderRss(documentOf(text)).match(/<title>[^&]*&(?:lt|amp);/)).toBeNull();
  });
});
