import { describe, expect, it } from 'vitest';
import { renderAtom } from '../../functions/feeds/atom.ts';
import { renderJsonFeed } from '../../functions/feeds/json-feed.ts';
import { renderRss } from '../../functions/feeds/rss.ts';
import { aFeedDocument } from '../support/probes/feed-document.ts';

const audio = { href: '/media/a-01.mp3', type: 'audio/mpeg', bytes: 1234, seconds: 61, title: 'A & B' };
const feed = aFeedDocument([{ entry: { audio } }]);
const URL_OF_AUDIO = 'https://paper.example/media/a-01.mp3';

describe('an article with a recording', () => {
  it('has an enclosure in RSS, with address, size and type', () => {
    expect(renderRss(feed)).toContain(`<enclosure url="${URL_OF_AUDIO}" length="1234" type="audio/mpeg"/>`);
  });

  it('has an enclosure link in Atom, with its title', () => {
    expect(renderAtom(feed)).toContain(
      `<link rel="enclosure" href="${URL_OF_AUDIO}" type="audio/mpeg" length="1234" title="A &amp; B"/>`,
    );
  });

  it('has an attachment in JSON Feed, with its duration', () => {
    expect(JSON.parse(renderJsonFeed(feed)).items[0].attachments).toEqual([
      {
        url: URL_OF_AUDIO,
        mime_type: 'audio/mpeg',
        title: 'A & B',
        size_in_bytes: 1234,
        duration_in_seconds: 61,
      },
    ]);
  });

  it('leads to it in the content', () => {
    expect(feed.items[0]!.html).toContain(`<a href="${URL_OF_AUDIO}">`);
    expect(feed.items[0]!.html).toContain('</a> (1:01)');
  });

  it('for letters only has none of it', () => {
    const hidden = aFeedDocument([{ entry: { audio, access: 'letter' } }]);
    for (const text of [renderRss(hidden), renderAtom(hidden), renderJsonFeed(hidden)])
      expect(text).not.toContain('.mp3');
  });
});
