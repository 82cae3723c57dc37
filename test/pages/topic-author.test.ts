import { describe, expect, it } from 'vitest';
import { termPage } from '../../functions/pages/topic.ts';
import { entryOf, pageContext } from '../support/builders/every-page.ts';
import { aFragment, aPicture } from '../support/builders/small-publication.ts';
import { all } from '../support/probes/read-html.ts';

const TERM = { taxonomy: 'author', slug: 'ada', name: 'Ada <b>', entries: [entryOf('A story')] } as const;
const AUTHOR = {
  name: 'Ada <b>',
  links: ['https://www.social.example/@ada?a=b&c="d"'],
  body: aFragment('<p>She writes.</p>'),
  picture: aPicture({ alt: 'Ada at "work"' }),
};

describe('the page of an author', () => {
  it('has picture, words and pages elsewhere where there is a file', () => {
    const page = termPage(pageContext(), TERM, AUTHOR);
    expect(page).toContain('<p>She writes.</p>');
    const [link] = all(page, 'a').filter(({ attributes }) => attributes.rel === 'me');
    expect(link?.attributes.href).toBe(AUTHOR.links[0]);
    expect(all(page, 'img').map(({ attributes }) => attributes.alt)).toContain('Ada at "work"');
  });

  it('has neither without one', () => {
    const page = termPage(pageContext(), TERM);
    expect(page).not.toContain('class="author"');
    expect(page).toContain('<h1>Ada &lt;b&gt;</h1>');
  });
});
