/** Renders OPML 2.0: all feeds of the publication in one file that feed readers import. */
import { element, escapeXml, XML } from './xml.ts';

export const OPML_TYPE = 'text/x-opml; charset=utf-8';

export type FeedLink = { title: string; xml: string; html: string };

export function opml(title: string, language: string, feeds: readonly FeedLink[]): string {
  const outlines = feeds.map((feed) =>
    element('outline', {
      type: 'rss',
      text: feed.title,
      title: feed.title,
      xmlUrl: feed.xml,
      htmlUrl: feed.html,
      language,
    }),
  );
  const head = element('head', {}, element('title', {}, escapeXml(title)));
  return `${XML}${element('opml', { version: '2.0' }, `\n${head}\n<body>\n${outlines.join('\n')}\n</body>\n`)}\n`;
}
