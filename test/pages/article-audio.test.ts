import { describe, expect, it } from 'vitest';
import type { Entry } from '../../functions/domain/content/article.ts';
import { articlePage } from '../../functions/pages/article.ts';
import { entryOf, fragmentOf, pageContext } from '../support/builders/every-page.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { all } from '../support/probes/read-html.ts';

const audio = { href: '/media/a-01.mp3', type: 'audio/mpeg', bytes: 9, seconds: 61, label: 'MP3, 1 kB' };
const page = (changes: Partial<Entry>) =>
  articlePage(pageContext(), {
    ...{ entry: { ...entryOf('Ferries'), ...changes }, fragment: fragmentOf('above') },
    ...{ newer: undefined, older: undefined, state: 'visible' },
  });

describe('the player of an article', () => {
  it('loads nothing by itself, has a name, and a link beside it', () => {
    const [player] = all(page({ audio }), 'audio');
    expect(player!.attributes).toMatchObject({
      preload: 'none',
      src: audio.href,
      'aria-label': 'Listen: Ferries',
    });
    expect(page({ audio })).toContain(
      `<a href="${audio.href}">Listen: Ferries</a> <span>(1:01, MP3, 1 kB)</span>`,
    );
  });

  it('is not there without a recording, nor for readers of letters', () => {
    expect(all(page({}), 'audio')).toEqual([]);
    expect(page({ audio, access: 'letter' })).not.toContain('.mp3');
  });

  it('may ask the origin of a recording elsewhere, on its own page alone', async () => {
    const store = aFullStore();
    const [first] = store.entries;
    store.entries[0] = { ...first!, audio: { ...audio, href: 'https://cdn.example/a.mp3' } };
    const { app } = aSite(store);
    const policy = async (path: string) => (await app.request(path)).headers.get('content-security-policy');
    expect(await policy(`/articles/${first!.slug}`)).toContain("media-src 'self' https://cdn.example;");
    expect(await policy('/')).not.toContain('cdn.example');
  });
});
